package dev.steadfast.gateway.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An API key as its file has it, without the key itself. A line of the file: name, SHA-256 of the key, roles, cameras, with space between.
 *
 * @param name what its holder is called, 1 to 64 of {@code A-Z a-z 0-9 . _ -}; not beginning as keys do, so that none gets here by mistake
 * @param digest what is kept of the key
 * @param roles what it may do; at least one
 * @param cameras what it may do it with; at least one pattern
 */
public record ApiKey(String name, KeyDigest digest, Set<Role> roles, CameraScope cameras) {

    private static final Pattern NAME = Pattern.compile("(?!sf_)[A-Za-z0-9._-]{1,64}");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int WORDS = 4;

    public ApiKey {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a key must be named with 1 to 64 of A-Z a-z 0-9 . _ -, not beginning with " + NewKey.PREFIX);
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a key must have a role, of " + Role.NAMES);
        }
        if (cameras.equals(CameraScope.NONE)) {
            throw new IllegalArgumentException("a key must have cameras; * is all of them");
        }
        roles = Set.copyOf(roles);
    }

    /**
     * What a key may do, from the words that people write.
     *
     * @param key the key itself
     * @param roles names of roles
     * @param cameras patterns, {@link CameraScope#of}
     * @throws IllegalArgumentException if a word is not what it should be, with rule and value
     */
    public static ApiKey of(String name, String key, List<String> roles, List<String> cameras) {
        return new ApiKey(name, KeyDigest.of(key), rolesOf(roles), CameraScope.of(cameras));
    }

    static ApiKey parse(String line) {
        List<String> words = SPACE.splitAsStream(line.strip()).toList();
        if (words.size() != WORDS) {
            throw new IllegalArgumentException(
                    "must be four words: name, SHA-256 of the key, roles, cameras; was %d".formatted(words.size()));
        }
        return new ApiKey(
                words.get(0),
                new KeyDigest(words.get(1)),
                rolesOf(Arrays.asList(words.get(2).split(","))),
                CameraScope.of(Arrays.asList(words.get(3).split(","))));
    }

    /** The line that {@link #parse} reads. */
    String line() {
        return String.join(" ", name, digest.hex(), roleWords(), cameras.toString());
    }

    /** Its roles in alphabetical order, with commas between them. */
    public String roleWords() {
        return roles.stream().map(Role::word).sorted().collect(Collectors.joining(","));
    }

    Principal principal() {
        return new Principal(name, roles, cameras);
    }

    private static Set<Role> rolesOf(List<String> words) {
        return words.stream()
                .map(word -> Role.named(word)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "a role must be one of %s, was '%s'".formatted(Role.NAMES, word))))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }
}

package dev.steadfast.gateway.access;

import dev.steadfast.schemas.SampleBudget;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An API key as its file has it, without the key itself. A line of the file: name, SHA-256 of the key, roles, cameras, with space between;
 * and perhaps {@code max-samples=2000} or {@code budget=500/s+20000}.
 *
 * @param name what its holder is called, 1 to 64 of {@code A-Z a-z 0-9 . _ -}; not beginning as keys do, so that none gets here by mistake
 * @param digest what is kept of the key
 * @param roles what it may do; at least one
 * @param cameras what it may do it with; at least one pattern
 * @param maxSamples the most samples that it may have spent at once; empty for what all may who have no cap of their own
 * @param budget samples that it may ask for in a second, and at once; empty likewise
 */
public record ApiKey(
        String name,
        KeyDigest digest,
        Set<Role> roles,
        CameraScope cameras,
        OptionalInt maxSamples,
        Optional<SampleBudget> budget) {

    private static final Pattern NAME = Pattern.compile("(?!sf_)[A-Za-z0-9._-]{1,64}");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int WORDS = 4;
    private static final String BUDGET = "budget=";
    private static final String MAX_SAMPLES = "max-samples=";

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
        maxSamples.ifPresent(SampleCap::ofKey);
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
        return new ApiKey(
                name,
                KeyDigest.of(key),
                rolesOf(roles),
                CameraScope.of(cameras),
                OptionalInt.empty(),
                Optional.empty());
    }

    /**
     * The same key with a cap of its own.
     *
     * @param most samples, from 1
     * @throws IllegalArgumentException if it is out of range, with rule and value
     */
    public ApiKey withMaxSamples(int most) {
        return new ApiKey(name, digest, roles, cameras, OptionalInt.of(most), budget);
    }

    /** The same key with a budget of its own. */
    public ApiKey withBudget(SampleBudget own) {
        return new ApiKey(name, digest, roles, cameras, maxSamples, Optional.of(own));
    }

    static ApiKey parse(String line) {
        List<String> words = SPACE.splitAsStream(line.strip()).toList();
        if (words.size() < WORDS) {
            throw new IllegalArgumentException(
                    "must be four words: name, SHA-256 of the key, roles, cameras, and perhaps max-samples=N and budget=N/s+N; was %d"
                            .formatted(words.size()));
        }
        ApiKey key = new ApiKey(
                words.get(0),
                new KeyDigest(words.get(1)),
                rolesOf(Arrays.asList(words.get(2).split(","))),
                CameraScope.of(Arrays.asList(words.get(3).split(","))),
                OptionalInt.empty(),
                Optional.empty());
        for (String word : words.subList(WORDS, words.size())) {
            key = key.with(word);
        }
        return key;
    }

    /** One of the words behind the fourth. */
    private ApiKey with(String word) {
        if (word.startsWith(MAX_SAMPLES) && maxSamples.isEmpty()) {
            try {
                return withMaxSamples(Integer.parseInt(word.substring(MAX_SAMPLES.length())));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("max-samples must be a number, was '%s'".formatted(word), e);
            }
        }
        if (word.startsWith(BUDGET) && budget.isEmpty()) {
            return withBudget(SampleBudget.ofSetting("budget", word.substring(BUDGET.length()))
                    .orElseThrow(() -> new IllegalArgumentException("budget= must be followed by one, such as 500/s")));
        }
        throw new IllegalArgumentException(
                "behind the cameras may stand max-samples=N and budget=N/s+N, once each, was '%s'".formatted(word));
    }

    /** The line that {@link #parse} reads. */
    String line() {
        String four = String.join(" ", name, digest.hex(), roleWords(), cameras.toString());
        String capped = maxSamples.isPresent() ? four + " " + MAX_SAMPLES + maxSamples.getAsInt() : four;
        return budget.map(own -> capped + " " + BUDGET + own).orElse(capped);
    }

    /** Its roles in alphabetical order, with commas between them. */
    public String roleWords() {
        return roles.stream().map(Role::word).sorted().collect(Collectors.joining(","));
    }

    Principal principal() {
        SampleCap cap = maxSamples.isPresent() ? SampleCap.ofKey(maxSamples.getAsInt()) : SampleCap.NONE;
        return new Principal(name, roles, cameras, cap, SampleAllowance.of(budget));
    }

    private static Set<Role> rolesOf(List<String> words) {
        return words.stream()
                .map(word -> Role.named(word)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "a role must be one of %s, was '%s'".formatted(Role.NAMES, word))))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }
}

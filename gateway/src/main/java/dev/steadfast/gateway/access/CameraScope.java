package dev.steadfast.gateway.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cameras that a credential is for.
 *
 * @param names cameras by their whole names
 * @param prefixes what the names of further cameras begin with; the empty prefix is all of them
 */
public record CameraScope(Set<String> names, Set<String> prefixes) {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9._-]{1,128}|[A-Za-z0-9._-]{0,127}\\*");

    /** Every camera. */
    public static final CameraScope ALL = of(List.of("*"));

    /** No camera. */
    public static final CameraScope NONE = of(List.of());

    public CameraScope {
        names = Set.copyOf(names);
        prefixes = Set.copyOf(prefixes);
    }

    /**
     * Reads patterns: a camera's name, or the beginning of names with {@code *} behind it. {@code *} alone is every camera.
     *
     * @throws IllegalArgumentException if one is neither, with rule and value
     */
    public static CameraScope of(Collection<String> patterns) {
        patterns.forEach(CameraScope::check);
        return new CameraScope(
                patterns.stream().filter(pattern -> !pattern.endsWith("*")).collect(Collectors.toSet()),
                patterns.stream()
                        .filter(pattern -> pattern.endsWith("*"))
                        .map(pattern -> pattern.substring(0, pattern.length() - 1))
                        .collect(Collectors.toSet()));
    }

    private static void check(String pattern) {
        if (!RULE.matcher(pattern).matches()) {
            throw new IllegalArgumentException(
                    "a camera must be a name of 1 to 128 of A-Z a-z 0-9 . _ -, or the beginning of names and *, was '%s'"
                            .formatted(pattern));
        }
    }

    /** Whether a camera is among them. */
    public boolean includes(String camera) {
        return names.contains(camera) || prefixes.stream().anyMatch(camera::startsWith);
    }

    /** The patterns in alphabetical order, with commas between them, as {@link #of} reads them; empty for none. */
    @Override
    public String toString() {
        return Stream.concat(names.stream(), prefixes.stream().map(prefix -> prefix + "*"))
                .sorted()
                .collect(Collectors.joining(","));
    }
}

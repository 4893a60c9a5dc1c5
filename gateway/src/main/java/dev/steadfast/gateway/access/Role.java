package dev.steadfast.gateway.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a credential may do. No role includes another. */
public enum Role {
    /** Send frames. */
    PUBLISH,
    /** Read predictions and what they rest on, cameras, models. */
    READ,
    /** See the fleet, have predictions replayed. */
    OPERATE;

    /** All names, for errors: {@code publish, read, operate}. */
    static final String NAMES = Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));

    /** The role that contract, key files and tokens call by this word, if there is one. */
    public static Optional<Role> named(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** What contract, key files and tokens call it: {@code publish}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

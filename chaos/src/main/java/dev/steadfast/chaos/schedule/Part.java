package dev.steadfast.chaos.schedule;

import java.util.Locale;

/**
 * One part of the system: a process.
 *
 * @param role what it does
 * @param number among those of its role, from 1
 */
public record Part(Role role, int number) {

    /** What a process does. */
    public enum Role {
        BROKER,
        REGISTRY,
        TOPOLOGY,
        WORKER,
        GATEWAY
    }

    @Override
    public String toString() {
        return role.name().toLowerCase(Locale.ROOT) + "-" + number;
    }
}

package dev.steadfast.chaos.schedule;

import dev.steadfast.chaos.schedule.Part.Role;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many processes of each role a system has; there is one registry.
 *
 * @param brokers 1, or 3 and more, of which each has a copy of everything
 * @param topologies at least 1
 * @param workers at least 1
 * @param gateways at least 1
 */
public record Roster(int brokers, int topologies, int workers, int gateways) {

    private static final int QUORUM = 3;

    /** @throws IllegalArgumentException if a role has nobody, or there are two brokers, of which neither could decide alone */
    public Roster {
        if (brokers < 1 || brokers == 2 || topologies < 1 || workers < 1 || gateways < 1) {
            throw new IllegalArgumentException(
                    "brokers must be 1 or 3 and more, topologies, workers and gateways at least 1, were %d, %d, %d and %d"
                            .formatted(brokers, topologies, workers, gateways));
        }
    }

    /** All processes, each behind those that it needs. */
    public List<Part> parts() {
        return Stream.of(Role.values()).flatMap(role -> parts(role).stream()).toList();
    }

    /** Those of a role. */
    public List<Part> parts(Role role) {
        int count =
                switch (role) {
                    case BROKER -> brokers;
                    case REGISTRY -> 1;
                    case TOPOLOGY -> topologies;
                    case WORKER -> workers;
                    case GATEWAY -> gateways;
                };
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Part(role, number))
                .toList();
    }

    /** Those that speak with the brokers and the registry. */
    public List<Part> clients() {
        return parts().stream()
                .filter(part -> part.role() != Role.BROKER && part.role() != Role.REGISTRY)
                .toList();
    }

    /** Whether the loss of one broker leaves enough of them. */
    boolean hasQuorum() {
        return brokers >= QUORUM;
    }
}

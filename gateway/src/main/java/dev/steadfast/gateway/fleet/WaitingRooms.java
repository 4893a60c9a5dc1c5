package dev.steadfast.gateway.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What waits in the instances of the topology, as they told last. Confined to the gateway's event loop. */
final class WaitingRooms {

    /** An instance tells every few seconds while anything waits; of one that does not, nothing is known any more. */
    static final Duration SILENT = Duration.ofSeconds(20);

    private final Map<String, FleetNews.Waiting> byInstance = new HashMap<>();

    void told(FleetNews.Waiting waiting) {
        if (waiting.tasks().isEmpty()) {
            byInstance.remove(waiting.instance());
        } else {
            byInstance.put(waiting.instance(), waiting);
        }
    }

    /** Tasks that are to be sent, by queue. */
    Map<String, Long> tasks(Instant now) {
        forgetTheSilent(now);
        Map<String, Long> tasks = new HashMap<>();
        byInstance.values().forEach(waiting -> waiting.tasks()
                .forEach((queue, more) -> tasks.merge(queue, more, Long::sum)));
        return tasks;
    }

    /** How many tasks of a queue its workers do a second for those who wait; empty unless each of them knows it. */
    OptionalDouble tasksPerSecond(String queue, Instant now) {
        forgetTheSilent(now);
        List<FleetNews.Waiting> those = byInstance.values().stream()
                .filter(waiting -> waiting.tasks().containsKey(queue))
                .toList();
        boolean known = !those.isEmpty()
                && those.stream().allMatch(waiting -> waiting.tasksPerSecond().containsKey(queue));
        return known
                ? OptionalDouble.of(those.stream()
                        .mapToDouble(waiting -> waiting.tasksPerSecond().get(queue))
                        .sum())
                : OptionalDouble.empty();
    }

    /** Whether an instance gives frames up, since their turn would come too late. */
    boolean overloaded(Instant now) {
        forgetTheSilent(now);
        return byInstance.values().stream().anyMatch(FleetNews.Waiting::overloaded);
    }

    private void forgetTheSilent(Instant now) {
        byInstance.values().removeIf(waiting -> waiting.at().isBefore(now.minus(SILENT)));
    }
}

package dev.steadfast.gateway.fleet;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What waits.
 *
 * @param frames frames that the topology has not read, where Kafka tells
 * @param tasks noise tasks that no worker has finished, those that the topology has yet to send among them, by queue; without the queues of which Kafka does not tell
 * @param unknown why Kafka does not tell of a queue, or of {@link #FRAMES}; for people
 */
public record Backlog(OptionalLong frames, Map<String, Long> tasks, Map<String, String> unknown) {

    /** The frames, among the reasons; no queue has this name. */
    static final String FRAMES = "frames";

    /** Nothing is known. */
    public static final Backlog UNKNOWN = new Backlog(OptionalLong.empty(), Map.of());

    public Backlog {
        tasks = Map.copyOf(tasks);
        unknown = Map.copyOf(unknown);
    }

    /** Of what is not known, no reason is known either. */
    public Backlog(OptionalLong frames, Map<String, Long> tasks) {
        this(frames, tasks, Map.of());
    }

    /** With further tasks of those queues of which Kafka tells. */
    Backlog plus(Map<String, Long> further) {
        Map<String, Long> all = new HashMap<>(tasks);
        all.replaceAll((queue, waiting) -> waiting + further.getOrDefault(queue, 0L));
        return new Backlog(frames, all, unknown);
    }

    /** The tasks of a queue, where Kafka tells. */
    public OptionalLong tasks(String queue) {
        Long waiting = tasks.get(queue);
        return waiting == null ? OptionalLong.empty() : OptionalLong.of(waiting);
    }

    /** The tasks of some queues together; unknown if Kafka tells of none of them. */
    public OptionalLong tasks(Collection<String> queues) {
        return queues.stream().flatMapToLong(queue -> tasks(queue).stream()).reduce(Long::sum);
    }
}

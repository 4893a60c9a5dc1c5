package dev.steadfast.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The reading of what was there before the gateway was: partition after partition, so in no order of time. Keeps the latest answers, never
 * more than a bound. Used by one thread.
 */
final class CatchUp {

    private static final Comparator<Answer> BY_TIME = Comparator.comparing(Answer::completedAt);

    private final Map<TopicPartition, Long> ends;
    private final int capacity;
    private final PriorityQueue<Answer> latest = new PriorityQueue<>(BY_TIME);

    /**
     * A catch-up with nothing read.
     *
     * @param ends the offset up to which each partition is to be read
     * @param capacity answers to keep
     */
    CatchUp(Map<TopicPartition, Long> ends, int capacity) {
        this.ends = ends;
        this.capacity = capacity;
    }

    void add(Answer answer) {
        latest.add(answer);
        if (latest.size() > capacity) {
            latest.remove();
        }
    }

    boolean complete(ToLongFunction<TopicPartition> position) {
        return ends.entrySet().stream().allMatch(end -> position.applyAsLong(end.getKey()) >= end.getValue());
    }

    /** What was kept, oldest first. */
    List<Answer> answers() {
        return latest.stream().sorted(BY_TIME).toList();
    }
}

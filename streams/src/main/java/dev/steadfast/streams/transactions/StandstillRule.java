package dev.steadfast.streams.transactions;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells partitions that are held up from those that are busy: the end of what is committed lies below the end, and has not moved for longer than a
 * transaction may take. Behind transactions that follow one another it moves with each.
 *
 * <p>Threading notes: for one thread.
 */
final class StandstillRule {

    private final Duration longestTransaction;
    private Map<TopicPartition, Stand> stands = Map.of();

    /** Since when a partition's committed records end where they do. */
    private record Stand(long offset, Duration since) {}

    StandstillRule(Duration longestTransaction) {
        this.longestTransaction = longestTransaction;
    }

    /**
     * Takes what was seen.
     *
     * @param ends of all partitions there are; what is known of others is forgotten
     * @param now time that has passed since any moment, always the same; by a clock that never jumps
     * @return those that are held up, the longest first
     */
    List<HeldUpPartition> note(Map<TopicPartition, PartitionEnds> ends, Duration now) {
        Map<TopicPartition, Stand> before = stands;
        Map<TopicPartition, Stand> current = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (end.open()) {
                Stand known = before.get(partition);
                boolean stands = known != null && known.offset() == end.stable();
                current.put(partition, stands ? known : new Stand(end.stable(), now));
            }
        });
        stands = current;
        return current.entrySet().stream()
                .map(entry -> new HeldUpPartition(
                        entry.getKey(),
                        entry.getValue().offset(),
                        now.minus(entry.getValue().since())))
                .filter(held -> held.waiting().compareTo(longestTransaction) > 0)
                .sorted(Comparator.comparing(HeldUpPartition::waiting)
                        .reversed()
                        .thenComparing(held -> held.partition().toString()))
                .toList();
    }
}

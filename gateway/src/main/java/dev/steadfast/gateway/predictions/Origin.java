package dev.steadfast.gateway.predictions;

import dev.steadfast.schemas.Topics;
import java.util.Comparator;
import java.util.List;

/**
 * Where an answer stands in Kafka: the same for every gateway.
 *
 * @param topic index into {@link #TOPICS}
 * @param partition the partition
 * @param offset the offset
 */
public record Origin(int topic, int partition, long offset) implements Comparable<Origin> {

    /** The topics whose records are answers. The order is part of the ids that clients send back: append, never reorder. */
    public static final List<String> TOPICS =
            List.of(Topics.CERTIFIED_PREDICTIONS.name(), Topics.REJECTED_FRAMES.name());

    private static final Comparator<Origin> ORDER = Comparator.comparingInt(Origin::topic)
            .thenComparingInt(Origin::partition)
            .thenComparingLong(Origin::offset);

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }
}

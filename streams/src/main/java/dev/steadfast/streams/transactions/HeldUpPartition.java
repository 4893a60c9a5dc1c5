package dev.steadfast.streams.transactions;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition whose readers of committed records wait behind one transaction for longer than any may take.
 *
 * @param offset where the transaction begins: nothing from there on is read
 * @param waiting for how long it has been seen to be so
 */
public record HeldUpPartition(TopicPartition partition, long offset, Duration waiting) {

    @Override
    public String toString() {
        return "%s at offset %d for %d s".formatted(partition, offset, waiting.toSeconds());
    }
}

package dev.steadfast.workers.queue;

import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Single records of the topic accepted-frames. The topology read a record there before it sent a task that names it, committed records only; so it is
 * committed, and either there or lost. Used by one thread.
 */
public final class InputLog implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;

    InputLog(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Fetches a record's value.
     *
     * @param patience how long it may take
     * @throws LostInputException if there is no such record any more
     * @throws TimeoutException if the brokers did not answer in time
     * @throws IllegalArgumentException if there can be no such place
     */
    public byte[] read(int partition, long offset, Duration patience) {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "input must name a partition and an offset of 0 or more, but names " + place(partition, offset));
        }
        TopicPartition topic = new TopicPartition(Topics.ACCEPTED_FRAMES.name(), partition);
        long start = System.nanoTime();
        consumer.assign(List.of(topic));
        consumer.seek(topic, offset);
        try {
            for (Duration left = patience;
                    !left.isNegative() && !left.isZero();
                    left = patience.minusNanos(System.nanoTime() - start)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(left)) {
                    if (record.offset() == offset && record.value() != null) {
                        return record.value();
                    }
                }
                if (consumer.position(topic, patience) > offset) { // past it: what was there is compacted away
                    throw lost(partition, offset);
                }
            }
        } catch (OffsetOutOfRangeException e) {
            throw lost(partition, offset);
        }
        throw new TimeoutException(
                "the brokers did not send %s within %d ms".formatted(place(partition, offset), patience.toMillis()));
    }

    private static LostInputException lost(int partition, long offset) {
        return new LostInputException("the certified input is gone: " + place(partition, offset)
                + " has been deleted or compacted away; the topic must keep records for longer than the deadline");
    }

    private static String place(int partition, long offset) {
        return "%s, partition %d, offset %d".formatted(Topics.ACCEPTED_FRAMES.name(), partition, offset);
    }

    public void bindTo(Meters meters) {
        meters.bind(consumer, Topics.ACCEPTED_FRAMES.name());
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}

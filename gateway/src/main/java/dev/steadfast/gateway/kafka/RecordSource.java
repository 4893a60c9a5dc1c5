package dev.steadfast.gateway.kafka;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gives single records, by where they stand. */
@FunctionalInterface
public interface RecordSource {

    /**
     * Fetches a record; returns at once.
     *
     * @return completes, on any thread, with the record; empty if the topic does not keep it any more; fails with Kafka's exception, or with
     *     {@link java.util.concurrent.RejectedExecutionException} where too many wait already
     */
    CompletionStage<Optional<ConsumerRecord<byte[], byte[]>>> fetch(String topic, int partition, long offset);
}

package dev.steadfast.gateway.kafka;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes something of records. Used by one thread. */
@FunctionalInterface
public interface RecordReader<T> {

    /**
     * Reads one record.
     *
     * @return what it says; empty if that is of no interest
     * @throws dev.steadfast.schemas.UnreadableRecordException if it cannot be read: the feed counts it and passes it over
     * @throws IllegalArgumentException likewise
     * @throws dev.steadfast.schemas.RegistryException if the registry could not tell what the record is: it must be read again
     */
    Optional<T> read(ConsumerRecord<byte[], byte[]> record);
}

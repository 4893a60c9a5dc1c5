package dev.steadfast.gateway.kafka;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes something of records. Used by one thread. */
@FunctionalInterface
public interface RecordReader<T> {

    /**
     * Reads one record.
     *
     * @return what it says; empty for a tombstone of no interest or a record that cannot be read
     * @throws dev.steadfast.schemas.RegistryException if the registry could not tell what the record is: it must be read again
     */
    Optional<T> read(ConsumerRecord<byte[], byte[]> record);
}

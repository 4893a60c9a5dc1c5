package dev.steadfast.workers.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One delivery of one record of the queue.
 *
 * @param record as it was
 * @param deliveries how often the record has been delivered, this time included
 * @param last whether the broker will not deliver it again
 */
public record Delivery(ConsumerRecord<byte[], byte[]> record, int deliveries, boolean last) {

    /** Where a record lies: its identity within the topic. */
    public record Position(int partition, long offset) {}

    public Position position() {
        return new Position(record.partition(), record.offset());
    }
}

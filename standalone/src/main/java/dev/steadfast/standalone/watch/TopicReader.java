package dev.steadfast.standalone.watch;

import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what stands at given places of topics: single records, and stretches of a partition. What is not committed is not there.
 *
 * <p>Used by one thread.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final SchemaRegistry registry;
    private final String brokers;

    /**
     * Makes a reader; nothing is read yet.
     *
     * @param kafka the clients' settings, those of the registry among them
     * @throws CommandException if they cannot be used
     */
    public TopicReader(Map<String, String> kafka) {
        this.brokers = KafkaClients.brokers(kafka);
        this.registry = KafkaClients.registry(kafka);
        this.consumer = KafkaClients.create(() -> new KafkaConsumer<>(
                KafkaClients.reading(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * The partitions of a topic.
     *
     * @throws CommandException if there is no such topic, or the brokers do not answer
     */
    public List<TopicPartition> partitions(Topic<?> topic) {
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic.name());
            if (found.isEmpty()) {
                throw KafkaClients.noTopic(topic.name(), brokers);
            }
            return found.stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
        } catch (TimeoutException e) {
            throw KafkaClients.unreachable(brokers, e);
        }
    }

    /** The oldest offset that each partition still has. */
    public Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions) {
        try {
            return consumer.beginningOffsets(partitions);
        } catch (TimeoutException e) {
            throw KafkaClients.unreachable(brokers, e);
        }
    }

    /** The offset after the last committed record of each partition. */
    public Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try {
            return consumer.endOffsets(partitions);
        } catch (TimeoutException e) {
            throw KafkaClients.unreachable(brokers, e);
        }
    }

    /** The offset of the first record of each partition that is not older than a time; partitions without one are left out. */
    public Map<TopicPartition, Long> since(List<TopicPartition> partitions, Instant time) {
        try {
            return KafkaClients.since(consumer, partitions, time);
        } catch (TimeoutException e) {
            throw KafkaClients.unreachable(brokers, e);
        }
    }

    /** The record at an offset; empty if retention has taken it, or it is none of this topic that can be read. */
    public <V extends SpecificRecord> Optional<V> at(Topic<V> topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        if (!partitions(topic).contains(place)
                || offset < beginnings(List.of(place)).getOrDefault(place, 0L)
                || offset >= ends(List.of(place)).getOrDefault(place, 0L)) {
            return Optional.empty();
        }
        return between(topic, place, offset, offset + 1).stream().findFirst();
    }

    /**
     * The records of a stretch that can be read, oldest first.
     *
     * @param from the first offset
     * @param to the offset after the last
     * @throws CommandException if the brokers or the registry do not answer
     */
    public <V extends SpecificRecord> List<V> between(Topic<V> topic, TopicPartition partition, long from, long to) {
        AvroSerde<V> serde = registry.serde(topic.valueType());
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        List<V> values = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < to && record.value() != null) {
                    read(serde, record).ifPresent(values::add);
                }
                end = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() > end) {
                throw new CommandException("Kafka at %s sends nothing of %s from offset %d on"
                        .formatted(brokers, partition, consumer.position(partition)));
            }
        }
        return values;
    }

    private static <V extends SpecificRecord> Optional<V> read(
            AvroSerde<V> serde, ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(serde.deserialize(record.topic(), record.value()));
        } catch (UnreadableRecordException e) {
            return Optional.empty(); // somebody else's: not what is looked for
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}

package dev.steadfast.standalone.watch;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predictions and rejections as they arrive, read by no consumer group: each feed sees all of them, and leaves no trace on the brokers.
 * Answers of one camera come in order; those of several come as the partitions do.
 *
 * <p>Used by one thread.
 */
public final class PredictionFeed implements AutoCloseable {

    /** Where a feed begins. */
    public sealed interface Start {

        /** With what is answered after it was opened. */
        record Now() implements Start {}

        /** With the oldest answer that Kafka still has. */
        record Oldest() implements Start {}

        /** With the first answer that was written at a time or later. */
        record Since(Instant time) implements Start {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(PredictionFeed.class);
    private static final List<String> TOPICS =
            List.of(Topics.CERTIFIED_PREDICTIONS.name(), Topics.REJECTED_FRAMES.name());
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<RejectedFrame> rejections;
    private final Deque<ConsumerRecord<byte[], byte[]>> unread = new ArrayDeque<>();
    private long unreadable;

    private PredictionFeed(Consumer<byte[], byte[]> consumer, SchemaRegistry registry) {
        this.consumer = consumer;
        this.predictions = registry.serde(CertifiedPrediction.class);
        this.rejections = registry.serde(RejectedFrame.class);
    }

    /**
     * Opens a feed. Its start is fixed when this returns: with {@link Start.Now}, every answer to a frame sent afterwards will be
     * in it.
     *
     * @param kafka the clients' settings, those of the registry among them
     * @throws CommandException if the settings cannot be used, the brokers do not answer within {@code default.api.timeout.ms} (10 s unless
     *     set), or the topics do not exist
     */
    public static PredictionFeed open(Map<String, String> kafka, Start start) {
        SchemaRegistry registry = KafkaClients.registry(kafka);
        PredictionFeed feed = new PredictionFeed(
                KafkaClients.create(() -> new KafkaConsumer<>(
                        KafkaClients.reading(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())),
                registry);
        try {
            feed.assign(KafkaClients.brokers(kafka), start);
            return feed;
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
    }

    private void assign(String brokers, Start start) {
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : TOPICS) {
                List<PartitionInfo> found = consumer.partitionsFor(topic);
                if (found.isEmpty()) {
                    throw KafkaClients.noTopic(topic, brokers);
                }
                found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
            consumer.assign(partitions);
            offsets(partitions, start).forEach(consumer::seek);
        } catch (TimeoutException e) {
            throw KafkaClients.unreachable(brokers, e);
        }
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, Start start) {
        if (start instanceof Start.Oldest) {
            return consumer.beginningOffsets(partitions);
        }
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions));
        if (start instanceof Start.Since since) {
            offsets.putAll(KafkaClients.since(consumer, partitions, since.time()));
        }
        return offsets;
    }

    /**
     * Waits for answers. A record that cannot be read is counted and passed over. While the brokers are away there are none, and the feed
     * goes on where it was when they are back.
     *
     * @param patience how long to wait if there is none
     * @return what has arrived, in order; none if nothing did
     * @throws CommandException if the registry cannot say what a record is; no record is lost, the next call asks again
     */
    public List<Answer> poll(Duration patience) {
        if (unread.isEmpty()) {
            consumer.poll(patience).forEach(unread::add);
        }
        List<Answer> answers = new ArrayList<>();
        while (!unread.isEmpty()) {
            try {
                read(unread.element()).ifPresent(answers::add);
                unread.remove();
            } catch (RegistryException e) {
                if (answers.isEmpty()) {
                    throw new CommandException(String.valueOf(e.getMessage()), e);
                }
                return answers;
            }
        }
        return answers;
    }

    /** How many records could not be read. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private Optional<Answer> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) { // a tombstone
            return Optional.empty();
        }
        try {
            return Optional.of(
                    record.topic().equals(Topics.REJECTED_FRAMES.name())
                            ? new Answer.Rejected(rejections.deserialize(record.topic(), record.value()))
                            : new Answer.Predicted(predictions.deserialize(record.topic(), record.value())));
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            unreadable++;
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("cause", e.getMessage())
                    .log("Record passed over");
            return Optional.empty();
        }
    }
}

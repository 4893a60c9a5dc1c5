package dev.steadfast.streams.reconciliation;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the answers that are committed, from a time on. None is passed over, not even one that cannot be read: what is not known may be an answer.
 *
 * <p>Threading notes: for one thread.
 */
final class AnswerTail implements AutoCloseable {

    /** The topics of answers. */
    static final List<String> TOPICS = List.of(Topics.CERTIFIED_PREDICTIONS.name(), Topics.REJECTED_FRAMES.name());

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<RejectedFrame> rejections;

    AnswerTail(Map<String, String> kafka, SchemaRegistry registry) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Answers that are gone before they were read must not be taken for such that were never made.
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        predictions = registry.serde(CertifiedPrediction.class);
        rejections = registry.serde(RejectedFrame.class);
    }

    /**
     * Goes to the first answer that was made at a time or later, and those after it.
     *
     * @param ends where all of its partitions end
     */
    void begin(Instant from, Map<TopicPartition, Long> ends) {
        consumer.assign(ends.keySet());
        Map<TopicPartition, Long> stable = consumer.endOffsets(ends.keySet()); // before: what comes now is not left out
        Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(ends.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), partition -> from.toEpochMilli())));
        stable.forEach((partition, end) -> {
            OffsetAndTimestamp found = first.get(partition);
            consumer.seek(partition, found == null ? end : found.offset());
        });
    }

    /** Whether it reads these partitions and no others. */
    boolean reads(Set<TopicPartition> partitions) {
        return consumer.assignment().equals(partitions);
    }

    /**
     * Reads on.
     *
     * @param ends to there
     * @param answers is given each answer; where it, or reading, throws, that answer comes again next time
     * @return whether it got there; not while a transaction before it is open
     */
    boolean read(Map<TopicPartition, Long> ends, Consumer<Answer> answers) {
        boolean further = true;
        while (further && !reached(ends)) {
            Map<TopicPartition, Long> before = positions(ends);
            pass(consumer.poll(PATIENCE), answers);
            further = !before.equals(positions(ends));
        }
        return reached(ends);
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private Map<TopicPartition, Long> positions(Map<TopicPartition, Long> ends) {
        return ends.keySet().stream().collect(Collectors.toMap(Function.identity(), consumer::position));
    }

    private void pass(ConsumerRecords<byte[], byte[]> records, Consumer<Answer> answers) {
        Map<TopicPartition, Long> next = new HashMap<>();
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        records.forEach(record -> {
            next.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
            all.add(record);
        });
        try {
            for (ConsumerRecord<byte[], byte[]> record : all) {
                answer(record).ifPresent(answers);
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
        } catch (RuntimeException e) {
            next.forEach(consumer::seek);
            throw e;
        }
    }

    private Optional<Answer> answer(ConsumerRecord<byte[], byte[]> record) {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        if (record.value() == null) {
            return Optional.empty();
        }
        if (record.topic().equals(Topics.REJECTED_FRAMES.name())) {
            RejectedFrame rejected = rejections.deserialize(record.topic(), record.value());
            boolean settles = rejected.getReason() == RejectionReason.ANSWER_LOST;
            return Optional.of(new Answer(
                    rejected.getSourcePartition(),
                    rejected.getSourceOffset(),
                    Optional.ofNullable(rejected.getFrameId()).filter(id -> settles),
                    at));
        }
        CertifiedPrediction prediction = predictions.deserialize(record.topic(), record.value());
        FrameSource source = prediction.getSource(); // null of versions that did not note it: the id tells
        return Optional.of(new Answer(
                source == null ? -1 : source.getFramePartition(),
                source == null ? -1 : source.getFrameOffset(),
                Optional.of(prediction.getFrameId()),
                at));
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package dev.steadfast.streams.reconciliation;

import com.google.common.collect.Range;
import dev.steadfast.avro.Frame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.streams.intake.FrameContent;
import dev.steadfast.streams.intake.FrameIntake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads frames again that were taken. What the topic has forgotten is not there.
 *
 * <p>Threading notes: for one thread.
 */
final class FrameReader implements Reconciliation.Frames, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Mostly one record is wanted, or to see that there is none. */
    private static final int FETCH_BYTES = 16 * 1024;

    private final KafkaConsumer<String, byte[]> consumer;
    private final AvroSerde<Frame> serde;

    FrameReader(Map<String, String> kafka, SchemaRegistry registry) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
        serde = registry.serde(Frame.class);
    }

    @Override
    public List<TakenFrame> read(int partition, Range<Long> offsets, int most) {
        TopicPartition source = new TopicPartition(Topics.FRAMES.name(), partition);
        consumer.assign(List.of(source));
        consumer.seek(source, offsets.lowerEndpoint());
        long end = Math.min(
                offsets.upperEndpoint(), consumer.endOffsets(List.of(source)).getOrDefault(source, 0L));
        List<TakenFrame> found = new ArrayList<>();
        while (consumer.position(source) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(PATIENCE)) {
                if (record.offset() >= end || found.size() == most) {
                    return found;
                }
                found.add(taken(record));
            }
        }
        return found;
    }

    private TakenFrame taken(ConsumerRecord<String, byte[]> record) {
        Optional<Frame> frame = frame(record);
        String key = record.key() == null ? "" : record.key();
        return new TakenFrame(
                record.partition(),
                record.offset(),
                frame.map(Frame::getFrameId),
                frame.map(Frame::getCameraId).orElse(FrameIntake.isCameraId(key) ? key : ""),
                frame.map(FrameContent::sha256).orElse(""));
    }

    /** Empty of a record that the intake cannot have accepted, whatever it said of it. */
    private Optional<Frame> frame(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(serde.deserialize(record.topic(), record.value()))
                    .filter(frame ->
                            FrameIntake.isFrameId(frame.getFrameId()) && FrameIntake.isCameraId(frame.getCameraId()));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package dev.steadfast.gateway;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes answers of records. A record that cannot be read is counted, logged and passed over. Used by one thread; {@link #unreadable()} by
 * any.
 */
final class AnswerReader {

    /** The topics whose records it reads. */
    static final List<String> TOPICS = List.of(Topics.CERTIFIED_PREDICTIONS.name(), Topics.REJECTED_FRAMES.name());

    private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);

    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<RejectedFrame> rejections;
    private final LongAdder unreadable = new LongAdder();

    AnswerReader(SchemaRegistry registry) {
        this.predictions = registry.serde(CertifiedPrediction.class);
        this.rejections = registry.serde(RejectedFrame.class);
    }

    /**
     * Reads one record.
     *
     * @return the answer; empty for a tombstone or a record that cannot be read
     * @throws dev.steadfast.schemas.RegistryException if the registry could not tell what the record is: it must be read again
     */
    Optional<Answer> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    record.topic().equals(Topics.REJECTED_FRAMES.name())
                            ? rejection(rejections.deserialize(record.topic(), record.value()))
                            : prediction(predictions.deserialize(record.topic(), record.value())));
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            unreadable.increment();
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("cause", e.getMessage())
                    .log("Record passed over");
            return Optional.empty();
        }
    }

    /** How many records could not be read. */
    long unreadable() {
        return unreadable.sum();
    }

    private static Answer prediction(CertifiedPrediction prediction) {
        return new Answer(
                Optional.of(prediction.getFrameId()),
                Optional.of(prediction.getCameraId()),
                false,
                prediction.getCompletedAt(),
                AnswerJson.of(prediction).encode());
    }

    private static Answer rejection(RejectedFrame rejected) {
        return new Answer(
                Optional.ofNullable(rejected.getFrameId()),
                Optional.ofNullable(rejected.getCameraId()),
                true,
                rejected.getRejectedAt(),
                AnswerJson.of(rejected).encode());
    }
}

package dev.steadfast.gateway.predictions;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.gateway.kafka.RecordReader;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes answers of records. A record that cannot be read is counted, logged and passed over. Used by one thread; {@link #unreadable()} by
 * any.
 */
public final class AnswerReader implements RecordReader<Answer> {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);

    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<RejectedFrame> rejections;
    private final LongAdder unreadable = new LongAdder();

    public AnswerReader(SchemaRegistry registry) {
        this.predictions = registry.serde(CertifiedPrediction.class);
        this.rejections = registry.serde(RejectedFrame.class);
    }

    @Override
    public Optional<Answer> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        Origin origin = new Origin(Origin.TOPICS.indexOf(record.topic()), record.partition(), record.offset());
        try {
            return Optional.of(
                    record.topic().equals(Topics.REJECTED_FRAMES.name())
                            ? rejection(rejections.deserialize(record.topic(), record.value()), origin)
                            : prediction(predictions.deserialize(record.topic(), record.value()), origin));
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
    public long unreadable() {
        return unreadable.sum();
    }

    private static Answer prediction(CertifiedPrediction prediction, Origin origin) {
        JsonObject json = AnswerJson.of(prediction);
        return new Answer(
                Optional.of(prediction.getFrameId()),
                Optional.of(prediction.getCameraId()),
                json.getString("outcome"),
                prediction.getCompletedAt(),
                origin,
                json.encode());
    }

    private static Answer rejection(RejectedFrame rejected, Origin origin) {
        return new Answer(
                Optional.ofNullable(rejected.getFrameId()),
                Optional.ofNullable(rejected.getCameraId()),
                Answer.REJECTED,
                rejected.getRejectedAt(),
                origin,
                AnswerJson.of(rejected).encode());
    }
}

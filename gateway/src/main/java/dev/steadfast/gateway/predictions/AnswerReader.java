package dev.steadfast.gateway.predictions;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.gateway.kafka.RecordReader;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes answers of records. Used by one thread. */
public final class AnswerReader implements RecordReader<Answer> {

    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<RejectedFrame> rejections;

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
        return Optional.of(
                record.topic().equals(Topics.REJECTED_FRAMES.name())
                        ? rejection(rejections.deserialize(record.topic(), record.value()), origin)
                        : prediction(predictions.deserialize(record.topic(), record.value()), origin));
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

package dev.steadfast.streams.reconciliation;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Asks who has a frame's ledger what became of it. The question goes where accepted frames go, so that it comes behind its frame's own record, and to the
 * same instance.
 */
final class Questions implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final AvroSerde<AcceptedFrame> serde;

    Questions(Map<String, String> kafka, SchemaRegistry registry) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        producer = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
        serde = registry.serde(AcceptedFrame.class);
    }

    /**
     * Asks, and waits until the questions are written.
     *
     * @param answersSeenUntil all answers that were made before have been seen, and none is to these frames
     * @throws ExecutionException with what kept one from being written
     */
    void ask(List<TakenFrame> frames, Instant answersSeenUntil) throws InterruptedException, ExecutionException {
        String topic = Topics.ACCEPTED_FRAMES.name();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (TakenFrame frame : frames) {
            AcceptedFrame question = question(frame, answersSeenUntil);
            sent.add(producer.send(
                    new ProducerRecord<>(topic, question.getFrameId(), serde.serialize(topic, question))));
        }
        producer.flush();
        for (Future<RecordMetadata> written : sent) {
            written.get();
        }
    }

    /** No frame's id has a space, so that one without an id is not taken for another. */
    static AcceptedFrame question(TakenFrame frame, Instant answersSeenUntil) {
        return AcceptedFrame.newBuilder()
                .setFrameId(frame.id().orElse("%d %d".formatted(frame.partition(), frame.offset())))
                .setCameraId(frame.camera())
                .setCapturedAt(answersSeenUntil)
                .setAcceptedAt(answersSeenUntil)
                .setPlan(PlanKind.UNKNOWN)
                .setSigma(0)
                .setAlpha(0)
                .setSelectionSamples(0)
                .setEstimationSamples(0)
                .setInputHeight(0)
                .setInputWidth(0)
                .setImage(ByteBuffer.allocate(0))
                .setContentSha256(frame.contentSha256())
                .setSourcePartition(frame.partition())
                .setSourceOffset(frame.offset())
                .setAnswersSeenUntil(answersSeenUntil)
                .build();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}

package dev.steadfast.streams;

import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.streams.intake.FrameIntake;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.statistics.Camera;
import dev.steadfast.streams.statistics.StatisticsSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what each camera gets, window by window, and notices when one abstains far more than usual, and when frames of it are given up. It reads both topics of answers, which
 * are keyed alike, so all that belongs to a camera meets in one task. A record without the name of a camera belongs to none and is left out.
 */
final class StatisticsProcessor
        extends ContextualProcessor<@Nullable String, byte @Nullable [], String, SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(StatisticsProcessor.class);

    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<RejectedFrame> rejections;
    private final StatisticsSettings settings;
    private final StreamsInstruments instruments;
    private CameraBook cameras;

    @SuppressWarnings("NullAway.Init") // the book is there from init on
    StatisticsProcessor(SchemaRegistry registry, StatisticsSettings settings, StreamsInstruments instruments) {
        this.predictions = registry.serde(CertifiedPrediction.class);
        this.rejections = registry.serde(RejectedFrame.class);
        this.settings = settings;
        this.instruments = instruments;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        cameras = new CameraBook(Stores.cameras(context), settings);
        context.schedule(settings.publishInterval(), PunctuationType.WALL_CLOCK_TIME, this::publish);
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        byte[] bytes = record.value();
        if (bytes == null) {
            return;
        }
        String topic = context().recordMetadata().orElseThrow().topic();
        if (topic.equals(Topics.REJECTED_FRAMES.name())) {
            read(Topics.REJECTED_FRAMES, rejections, bytes)
                    .ifPresent(
                            rejected -> count(rejected.getCameraId(), (camera, now) -> camera.reject(rejected, now)));
        } else {
            read(Topics.CERTIFIED_PREDICTIONS, predictions, bytes)
                    .ifPresent(prediction ->
                            count(prediction.getCameraId(), (camera, now) -> camera.add(prediction, now)));
        }
    }

    private void count(@Nullable String cameraId, BiFunction<Camera, Instant, Optional<CameraEvent>> counting) {
        if (cameraId == null || !FrameIntake.isCameraId(cameraId)) {
            return;
        }
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        Camera camera = cameras.find(cameraId);
        camera.catchUp(now).ifPresent(event -> tell(event, now));
        if (camera.isOver(now)) {
            forward(camera.close(now), now);
        }
        counting.apply(camera, now).ifPresent(event -> tell(event, now));
        cameras.keep(camera);
    }

    private void publish(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        for (String id : cameras.caughtUp(now)) {
            Camera camera = cameras.find(id);
            camera.catchUp(now).ifPresent(event -> tell(event, now));
            cameras.keepCaughtUp(camera);
        }
        for (String id : cameras.over(now)) {
            Camera camera = cameras.find(id);
            forward(camera.close(now), now);
            cameras.keepClosed(camera);
        }
        for (String id : cameras.takeUnpublished()) {
            forward(id, cameras.find(id).statistics(), now, Nodes.CAMERA_STATISTICS_SINK);
        }
    }

    private void forward(Camera.Closing closing, Instant now) {
        String id = closing.statistics().getCameraId();
        forward(id, closing.statistics(), now, Nodes.CAMERA_STATISTICS_SINK);
        closing.event().ifPresent(event -> tell(event, now));
    }

    private void tell(CameraEvent event, Instant now) {
        LOG.atInfo()
                .addKeyValue("cameraId", event.getCameraId())
                .addKeyValue("kind", event.getKind())
                .log("A camera has turned");
        forward(event.getCameraId(), event, now, Nodes.CAMERA_EVENTS_SINK);
        instruments.cameraEvent(event.getKind());
    }

    private void forward(String cameraId, SpecificRecord value, Instant now, String sink) {
        context().forward(new Record<>(cameraId, value, now.toEpochMilli()), sink);
    }

    /** Empty for what is no such record: it is an answer to nobody, and its topic is for all to read. */
    private <V extends SpecificRecord> Optional<V> read(Topic<V> topic, AvroSerde<V> serde, byte[] bytes) {
        try {
            return Optional.of(serde.deserialize(topic.name(), bytes));
        } catch (UnreadableRecordException e) {
            RecordMetadata where = context().recordMetadata().orElseThrow();
            LOG.atWarn()
                    .addKeyValue("topic", where.topic())
                    .addKeyValue("partition", where.partition())
                    .addKeyValue("offset", where.offset())
                    .addKeyValue("problem", e.problem())
                    .log("Left a record out of the statistics that cannot be read");
            return Optional.empty();
        }
    }
}

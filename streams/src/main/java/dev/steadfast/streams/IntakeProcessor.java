package dev.steadfast.streams;

import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.streams.certification.LedgerId;
import dev.steadfast.streams.intake.FrameIntake;
import dev.steadfast.streams.intake.FrameRecord;
import dev.steadfast.streams.intake.IntakeResult;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Passes each frame on as accepted or as rejected. */
final class IntakeProcessor extends ContextualProcessor<@Nullable String, byte @Nullable [], String, SpecificRecord> {

    private final FrameIntake intake;
    private final Optional<Duration> memoryOfImages;
    private final SecureRandom random;
    private final StreamsInstruments instruments;
    private Optional<NoiseMemory> memory = Optional.empty();

    /** @param memoryOfImages for how long certified inputs are remembered; empty for not at all */
    IntakeProcessor(
            FrameIntake intake,
            Optional<Duration> memoryOfImages,
            SecureRandom random,
            StreamsInstruments instruments) {
        this.intake = intake;
        this.memoryOfImages = memoryOfImages;
        this.random = random;
        this.instruments = instruments;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        memory = memoryOfImages.map(window -> new NoiseMemory(Stores.drawnNoise(context), window, random));
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        FrameRecord frame =
                new FrameRecord(source.topic(), source.partition(), source.offset(), record.key(), record.value());
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        Headers trace = TraceParent.headers(TraceParent.in(record.headers()));
        IntakeResult result = intake.take(frame, now);
        if (result instanceof IntakeResult.Accepted accepted) {
            Stream.concat(Stream.of(accepted.frame()), accepted.shadow().stream())
                    .map(value -> memory.map(known -> known.recall(value, now)).orElse(value))
                    .forEach(value -> context()
                            .forward(
                                    new Record<>(LedgerId.of(value), value, record.timestamp(), trace),
                                    Nodes.ACCEPTED_FRAMES_SINK));
            instruments.accepted(accepted.frame());
            instruments.assigned(accepted.assignment());
        } else if (result instanceof IntakeResult.Rejected rejected) {
            RejectedFrame value = rejected.frame();
            String camera = value.getCameraId() == null ? "" : value.getCameraId();
            context().forward(new Record<>(camera, value, record.timestamp(), trace), Nodes.REJECTED_FRAMES_SINK);
            instruments.rejected(value.getReason());
        }
    }
}

package dev.steadfast.streams;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.smoothing.NoiseKey;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.certification.CommittedFrame;
import dev.steadfast.streams.certification.FrameLedger;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Opens a ledger for each accepted frame and sends its tasks. The noise key is drawn here: an accepted frame is read only after the
 * transaction that holds it was committed, so nobody can choose a frame to suit its noise.
 */
final class OpenProcessor extends LedgerProcessor<AcceptedFrame> {

    private final ServedModel model;
    private final CertificationSettings settings;
    private final Duration frameIdRetention;
    private final SecureRandom random;
    private final StreamsInstruments instruments;

    OpenProcessor(
            AvroSerde<AcceptedFrame> serde,
            RegistryPatience patience,
            ServedModel model,
            CertificationSettings settings,
            Duration frameIdRetention,
            SecureRandom random,
            StreamsInstruments instruments) {
        super(serde, Topics.ACCEPTED_FRAMES.name(), patience, instruments);
        this.model = model;
        this.settings = settings;
        this.frameIdRetention = frameIdRetention;
        this.random = random;
        this.instruments = instruments;
    }

    @Override
    void process(AcceptedFrame frame, Record<@Nullable String, byte @Nullable []> record) {
        Instant now = now();
        Optional<String> knownContent = contentOf(frame.getFrameId(), now);
        if (knownContent.isEmpty()) {
            open(frame, now, record);
        } else if (!knownContent.get().equals(frame.getContentSha256())) {
            reject(frame, now, record.timestamp());
        } // else the same frame again: its prediction is under way, or was made
    }

    private Optional<String> contentOf(String frameId, Instant now) {
        OpenFrame open = openFrames.get(frameId);
        if (open != null) {
            return Optional.of(open.getFrame().getContentSha256());
        }
        try (WindowStoreIterator<String> settled =
                settledFrames.fetch(frameId, now.minus(frameIdRetention), now.plus(frameIdRetention))) {
            return settled.hasNext() ? Optional.of(settled.next().value) : Optional.empty();
        }
    }

    private void open(AcceptedFrame frame, Instant now, Record<@Nullable String, byte @Nullable []> record) {
        RecordMetadata input = context().recordMetadata().orElseThrow();
        OpenFrame noted = FrameLedger.note(
                new CommittedFrame(frame, input.partition(), input.offset(), TraceParent.in(record.headers())),
                NoiseKey.random(random),
                model,
                settings,
                now);
        if (!FrameLedger.knowsPlan(noted)) {
            settle(noted, FrameLedger.unknownPlan(noted, now));
            return;
        }
        if (!fits(frame)) {
            settle(noted, FrameLedger.modelReplaced(noted, now));
            return;
        }
        FrameLedger ledger = FrameLedger.open(noted, model);
        String frameId = frame.getFrameId();
        openFrames.put(frameId, noted);
        tallies.put(frameId, ledger.tallyState());
        for (NoiseTask task : ledger.tasks()) {
            send(noted, task, record.timestamp(), Nodes.NOISE_TASKS_SINK);
        }
    }

    /** Whether the bundle takes the frame as it was accepted, perhaps when another bundle was served. */
    private boolean fits(AcceptedFrame frame) {
        var manifest = model.manifest();
        return frame.getInputHeight() == manifest.input().height()
                && frame.getInputWidth() == manifest.input().width()
                && manifest.sigma().contains(frame.getSigma());
    }

    private void reject(AcceptedFrame frame, Instant now, long timestamp) {
        RejectedFrame rejected = RejectedFrame.newBuilder()
                .setFrameId(frame.getFrameId())
                .setCameraId(frame.getCameraId())
                .setReason(RejectionReason.FRAME_ID_REUSED)
                .setMessage("a frame with this id and other content came before; every frame needs an id of its own")
                .setRejectedAt(now)
                .setSourceTopic(Topics.FRAMES.name())
                .setSourcePartition(frame.getSourcePartition())
                .setSourceOffset(frame.getSourceOffset())
                .build();
        context().forward(new Record<>(frame.getCameraId(), rejected, timestamp), Nodes.REUSED_FRAME_IDS_SINK);
        instruments.rejected(rejected.getReason());
    }
}

package dev.steadfast.streams;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.TallyState;
import dev.steadfast.schemas.Topics;
import dev.steadfast.smoothing.NoiseKey;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.certification.FrameLedger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Opens a ledger for each accepted frame and sends its tasks. The noise key is drawn here: an accepted frame is read only after the
 * transaction that holds it was committed, so nobody can choose a frame to suit its noise.
 */
final class OpenProcessor extends ContextualProcessor<String, AcceptedFrame, String, SpecificRecord> {

    private final ServedModel model;
    private final CertificationSettings settings;
    private final Duration frameIdRetention;
    private final SecureRandom random;
    private KeyValueStore<String, OpenFrame> openFrames;
    private KeyValueStore<String, TallyState> tallies;
    private WindowStore<String, String> settledFrames;

    @SuppressWarnings("NullAway.Init") // the stores are there from init on
    OpenProcessor(ServedModel model, CertificationSettings settings, Duration frameIdRetention, SecureRandom random) {
        this.model = model;
        this.settings = settings;
        this.frameIdRetention = frameIdRetention;
        this.random = random;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        openFrames = Stores.openFrames(context);
        tallies = Stores.tallies(context);
        settledFrames = Stores.settledFrames(context);
    }

    @Override
    public void process(Record<String, AcceptedFrame> record) {
        AcceptedFrame frame = record.value();
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        Optional<String> knownContent = contentOf(frame.getFrameId(), now);
        if (knownContent.isEmpty()) {
            open(record, now);
        } else if (!knownContent.get().equals(frame.getContentSha256())) {
            reject(record, now);
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

    private void open(Record<String, AcceptedFrame> record, Instant now) {
        FrameLedger ledger = FrameLedger.open(record.value(), NoiseKey.random(random), model, settings, now);
        openFrames.put(record.key(), ledger.openFrame());
        tallies.put(record.key(), ledger.tallyState());
        for (NoiseTask task : ledger.tasks()) {
            context().forward(new Record<>(record.key(), task, record.timestamp()), Nodes.NOISE_TASKS_SINK);
        }
    }

    private void reject(Record<String, AcceptedFrame> record, Instant now) {
        AcceptedFrame frame = record.value();
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
        context().forward(new Record<>(frame.getCameraId(), rejected, record.timestamp()), Nodes.REUSED_FRAME_IDS_SINK);
    }
}

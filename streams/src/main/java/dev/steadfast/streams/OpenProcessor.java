package dev.steadfast.streams;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.TallyState;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
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
import org.jspecify.annotations.Nullable;

/**
 * Opens a ledger for each accepted frame and sends its tasks. The noise key is drawn here: an accepted frame is read only after the
 * transaction that holds it was committed, so nobody can choose a frame to suit its noise.
 */
final class OpenProcessor extends ContextualProcessor<@Nullable String, byte @Nullable [], String, SpecificRecord> {

    private final AvroSerde<AcceptedFrame> serde;
    private final RegistryPatience patience;
    private final ServedModel model;
    private final CertificationSettings settings;
    private final Duration frameIdRetention;
    private final SecureRandom random;
    private KeyValueStore<String, OpenFrame> openFrames;
    private KeyValueStore<String, TallyState> tallies;
    private WindowStore<String, String> settledFrames;

    @SuppressWarnings("NullAway.Init") // the stores are there from init on
    OpenProcessor(
            AvroSerde<AcceptedFrame> serde,
            RegistryPatience patience,
            ServedModel model,
            CertificationSettings settings,
            Duration frameIdRetention,
            SecureRandom random) {
        this.serde = serde;
        this.patience = patience;
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
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        if (record.value() == null) {
            bury(record, "EMPTY_RECORD", "the record has no value; an accepted frame is needed");
            return;
        }
        AcceptedFrame frame;
        try {
            byte[] value = record.value();
            frame = patience.call(() -> serde.deserialize(Topics.ACCEPTED_FRAMES.name(), value));
        } catch (UnreadableRecordException e) {
            bury(record, e.problem().name(), String.valueOf(e.getMessage()));
            return;
        }
        process(frame, record.timestamp());
    }

    private void process(AcceptedFrame frame, long timestamp) {
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        Optional<String> knownContent = contentOf(frame.getFrameId(), now);
        if (knownContent.isEmpty()) {
            open(frame, now, timestamp);
        } else if (!knownContent.get().equals(frame.getContentSha256())) {
            reject(frame, now, timestamp);
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

    private void open(AcceptedFrame frame, Instant now, long timestamp) {
        FrameLedger ledger = FrameLedger.open(frame, NoiseKey.random(random), model, settings, now);
        String frameId = frame.getFrameId();
        openFrames.put(frameId, ledger.openFrame());
        tallies.put(frameId, ledger.tallyState());
        for (NoiseTask task : ledger.tasks()) {
            context().forward(new Record<>(frameId, task, timestamp), Nodes.NOISE_TASKS_SINK);
        }
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
    }

    private void bury(Record<@Nullable String, byte @Nullable []> record, String reason, String message) {
        DeadLetter letter = DeadLetters.of(record, context(), reason, message);
        context().forward(new Record<>(letter.getSourceTopic(), letter, record.timestamp()), Nodes.DEAD_LETTERS_SINK);
    }
}

package dev.steadfast.streams;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.certification.CommittedFrame;
import dev.steadfast.streams.certification.FrameNotes;
import dev.steadfast.streams.certification.LedgerId;
import dev.steadfast.streams.intake.FrameIntake;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Opens a ledger for each accepted frame, and sends its tasks when it is its turn. The noise key is drawn here, unless the frame has that of an equal one
 * ({@link NoiseMemory}): an accepted frame is read only after the transaction that holds it was committed, so nobody can choose a frame to suit its noise.
 * A question what became of a frame comes the same way, and is answered by a rejection or not at all.
 */
final class OpenProcessor extends LedgerProcessor<AcceptedFrame> {

    /** While so many frames of a partition wait for votes, shadows are left out: they must not fill the memory of those that answer. */
    static final int MOST_OPEN_BESIDE_A_SHADOW = 200;

    private final CertificationSettings settings;
    private final Duration frameIdRetention;
    private final SecureRandom random;
    private final StreamsInstruments instruments;

    OpenProcessor(
            AvroSerde<AcceptedFrame> serde,
            Supplier<Routing> routing,
            Admission admission,
            CertificationSettings settings,
            Duration frameIdRetention,
            SecureRandom random,
            StreamsInstruments instruments) {
        super(serde, Topics.ACCEPTED_FRAMES, routing, admission, settings.budget(), instruments);
        this.settings = settings;
        this.frameIdRetention = frameIdRetention;
        this.random = random;
        this.instruments = instruments;
    }

    @Override
    String tasksSink() {
        return Nodes.NOISE_TASKS_SINK;
    }

    @Override
    void process(AcceptedFrame frame, Record<@Nullable String, byte @Nullable []> record) {
        Instant now = now();
        if (frame.getAnswersSeenUntil() != null) {
            rejectIfLost(frame, frame.getAnswersSeenUntil(), now, record.timestamp());
            return;
        }
        Optional<String> knownContent = contentOf(LedgerId.of(frame), now);
        if (knownContent.isEmpty()
                && frame.getShadow()
                && openFrames.approximateNumEntries() >= MOST_OPEN_BESIDE_A_SHADOW) {
            instruments.shadowLeftOut();
        } else if (knownContent.isEmpty()) {
            open(frame, now, record);
        } else if (!knownContent.get().equals(frame.getContentSha256()) && !frame.getShadow()) {
            reject(
                    frame,
                    RejectionReason.FRAME_ID_REUSED,
                    "a frame with this id and other content came before; every frame needs an id of its own",
                    now,
                    record.timestamp());
        } // else a shadow, whose frame is rejected, or the same frame again: its prediction is under way, or was made
    }

    /**
     * Answers a frame whose answer was lost. It is not taken up again: its noise may have been drawn, and what came of it been seen. A frame that is under
     * way will have its answer, and one that had it since is asked about again, should that be lost as well. From now on its id counts as answered.
     */
    private void rejectIfLost(AcceptedFrame question, Instant answersSeenUntil, Instant now, long timestamp) {
        String id = LedgerId.of(question);
        if (openFrames.get(id) != null || settledSince(id, answersSeenUntil, now)) {
            return;
        }
        settledFrames.put(id, question.getContentSha256(), now.toEpochMilli());
        reject(
                question,
                RejectionReason.ANSWER_LOST,
                "the frame was taken, and its answer was lost on the way, or before it was made; publish it again under another id",
                now,
                timestamp);
    }

    private boolean settledSince(String ledgerId, Instant since, Instant now) {
        try (WindowStoreIterator<String> settled = settledFrames.fetch(ledgerId, since, now.plus(frameIdRetention))) {
            return settled.hasNext();
        }
    }

    private Optional<String> contentOf(String ledgerId, Instant now) {
        OpenFrame open = openFrames.get(ledgerId);
        if (open != null) {
            return Optional.of(open.getFrame().getContentSha256());
        }
        try (WindowStoreIterator<String> settled =
                settledFrames.fetch(ledgerId, now.minus(frameIdRetention), now.plus(frameIdRetention))) {
            return settled.hasNext() ? Optional.of(settled.next().value) : Optional.empty();
        }
    }

    private void open(AcceptedFrame frame, Instant now, Record<@Nullable String, byte @Nullable []> record) {
        RecordMetadata input = context().recordMetadata().orElseThrow();
        Routing current = routing();
        String digest =
                frame.getModelDigest() == null ? current.routes().fallback().digest() : frame.getModelDigest();
        Optional<ServedModel> model = current.model(digest);
        OpenFrame noted = FrameNotes.note(
                new CommittedFrame(frame, input.partition(), input.offset(), TraceParent.in(record.headers())),
                key(frame),
                model.map(ServedModel::name).orElse(""),
                digest,
                settings,
                now);
        if (!FrameNotes.knowsPlan(noted)) {
            settle(noted, FrameNotes.unknownPlan(noted, now));
        } else if (model.isPresent()) {
            open(noted, model.get());
        } else if (current.settling().isZero()) {
            settle(noted, FrameNotes.modelReplaced(noted, now));
        } else { // the instance that accepted the frame may have seen a change of the routes before this one does
            Instant settled = now.plus(current.settling());
            put(
                    noted,
                    FrameNotes.awaitingItsBundle(
                            noted, settled.isBefore(noted.getDeadline()) ? settled : noted.getDeadline()));
        }
    }

    private NoiseKey key(AcceptedFrame frame) {
        NoiseKey256 given = frame.getNoiseKey();
        return given == null ? NoiseKey.random(random) : NoiseKey.of(given.bytes());
    }

    private void reject(AcceptedFrame frame, RejectionReason reason, String message, Instant now, long timestamp) {
        RejectedFrame rejected = RejectedFrame.newBuilder()
                .setFrameId(FrameIntake.isFrameId(frame.getFrameId()) ? frame.getFrameId() : null)
                .setCameraId(FrameIntake.isCameraId(frame.getCameraId()) ? frame.getCameraId() : null)
                .setReason(reason)
                .setMessage(message)
                .setRejectedAt(now)
                .setSourceTopic(Topics.FRAMES.name())
                .setSourcePartition(frame.getSourcePartition())
                .setSourceOffset(frame.getSourceOffset())
                .build();
        context().forward(new Record<>(frame.getCameraId(), rejected, timestamp), Nodes.REUSED_FRAME_IDS_SINK);
        instruments.rejected(rejected.getReason());
    }
}

package dev.steadfast.streams.certification;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.InputReference;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.TallyState;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.streams.routing.ServedModel;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a frame before its ledger is opened, or without one; and the answers to frames that have none. */
public final class FrameNotes {

    private FrameNotes() {}

    /**
     * What is noted of a frame that has just been accepted.
     *
     * @param key drawn for this frame after it was committed
     * @param modelName name and version of the bundle that it is for, as far as they are known
     * @param modelDigest the bundle's digest
     */
    public static OpenFrame note(
            CommittedFrame committed,
            NoiseKey key,
            String modelName,
            String modelDigest,
            CertificationSettings settings,
            Instant now) {
        AcceptedFrame frame = committed.frame();
        boolean named = frame.getImage().remaining() > settings.inlineImageBytes();
        return OpenFrame.newBuilder()
                .setFrame(named ? withoutImage(frame) : frame)
                .setInputSha256(named ? Sha256.of(frame.getImage()) : null)
                .setInputPartition(committed.partition())
                .setInputOffset(committed.offset())
                .setTraceparent(committed.traceParent().orElse(null))
                .setNoiseKey(new NoiseKey256(key.bytes()))
                .setModelName(modelName)
                .setModelDigest(modelDigest)
                .setTaskSamples(settings.taskSamples())
                .setDeadline(deadline(frame, now.plus(settings.deadline())))
                .build();
    }

    private static AcceptedFrame withoutImage(AcceptedFrame frame) {
        return AcceptedFrame.newBuilder(frame).setImage(ByteBuffer.allocate(0)).build();
    }

    /** How the tasks of a frame name its certified input; null where it travels in them. */
    static @Nullable InputReference input(OpenFrame open) {
        String sha256 = open.getInputSha256();
        return sha256 == null ? null : new InputReference(open.getInputPartition(), open.getInputOffset(), sha256);
    }

    private static Instant deadline(AcceptedFrame frame, Instant latest) {
        Instant answerBy = frame.getAnswerBy();
        return answerBy != null && answerBy.isBefore(latest) ? answerBy : latest;
    }

    /** What is noted of a frame, with its bundle's name, which may not have been known. */
    public static OpenFrame named(OpenFrame open, ServedModel model) {
        return OpenFrame.newBuilder(open).setModelName(model.name()).build();
    }

    /**
     * The state of a frame whose bundle is not known here, and may become so. No task of it has been sent.
     *
     * @param until when the wait ends
     */
    public static TallyState awaitingItsBundle(OpenFrame open, Instant until) {
        return TallyState.newBuilder()
                .setDeadline(until)
                .setModelDigest(open.getModelDigest())
                .setCounted(ByteBuffer.allocate(0))
                .setSelection(List.of())
                .setSelectionInvalid(0)
                .setEstimation(List.of())
                .setEstimationInvalid(0)
                .setBackend(null)
                .build();
    }

    /** Whether it is the state of a frame that {@linkplain #awaitingItsBundle awaits its bundle}: it has no number of classes. */
    public static boolean awaitsItsBundle(TallyState state) {
        return state.getSelection().isEmpty();
    }

    /** Whether the frame's plan is one of this version's; a later one may have accepted it. */
    public static boolean knowsPlan(OpenFrame open) {
        return open.getFrame().getPlan() != PlanKind.UNKNOWN;
    }

    /** The abstention of a frame that was given to a bundle which is served no more. */
    public static CertifiedPrediction modelReplaced(OpenFrame open, Instant now) {
        return Predictions.modelReplaced(open, now);
    }

    /** The abstention of a frame of which no task was sent, since the workers would not have come to it in time. */
    public static CertifiedPrediction overloaded(OpenFrame open, Instant now) {
        return Predictions.overloaded(open, now);
    }

    /** The abstention of a frame of which no task was sent, since its camera had spent its budget of samples for longer than the frame could wait. */
    public static CertifiedPrediction overBudget(OpenFrame open, Instant now) {
        return Predictions.overBudget(open, now);
    }

    /** The abstention of a frame whose plan is {@linkplain #knowsPlan not known}. */
    public static CertifiedPrediction unknownPlan(OpenFrame open, Instant now) {
        return Predictions.unknownPlan(open, now);
    }
}

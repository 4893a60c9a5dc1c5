package dev.steadfast.streams.certification;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.schemas.Plans;
import dev.steadfast.smoothing.plans.Abstained;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.Predicted;
import dev.steadfast.smoothing.plans.TaskLayout;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.smoothing.plans.VoteTally;
import dev.steadfast.streams.routing.ServedModel;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes outcomes in the words of the contract. */
final class Predictions {

    private Predictions() {}

    /** The answer that a plan gave. */
    static CertifiedPrediction decided(
            OpenFrame open,
            VoteTally tally,
            Outcome outcome,
            @Nullable String backend,
            ServedModel model,
            Instant now) {
        CertifiedPrediction.Builder prediction =
                counted(open, tally, tally.summed().length(), backend, model, now);
        if (outcome instanceof Certified certified) {
            return answer(prediction, certified.cls(), model)
                    .setOutcome(dev.steadfast.avro.Outcome.CERTIFIED)
                    .setRadius(certified.radius())
                    .setLowerBound(certified.pLower())
                    .build();
        } else if (outcome instanceof Predicted predicted) {
            return answer(prediction, predicted.cls(), model)
                    .setOutcome(dev.steadfast.avro.Outcome.PREDICTED)
                    .build();
        } else if (outcome instanceof Abstained abstained) {
            return prediction
                    .setAbstentionReason(
                            AbstentionReason.valueOf(abstained.reason().name()))
                    .setLowerBound(abstained.pLower())
                    .build();
        }
        throw new IllegalStateException("no contract for outcome " + outcome);
    }

    /** The abstention of a frame whose votes did not all come in time. */
    static CertifiedPrediction deadline(
            OpenFrame open, VoteTally tally, @Nullable String backend, ServedModel model, Instant now) {
        return counted(open, tally, tally.look(), backend, model, now)
                .setAbstentionReason(AbstentionReason.DEADLINE)
                .build();
    }

    /** The abstention of a frame that was given to a bundle which is served no more; its votes cannot be read by the new one. */
    static CertifiedPrediction modelReplaced(OpenFrame open, Instant now) {
        return unanswered(open, firstLook(open), now)
                .setAbstentionReason(AbstentionReason.MODEL_REPLACED)
                .build();
    }

    /** The abstention of a frame that was not begun. */
    static CertifiedPrediction overloaded(OpenFrame open, Instant now) {
        return unanswered(open, firstLook(open), now)
                .setAbstentionReason(AbstentionReason.OVERLOADED)
                .build();
    }

    /** The abstention of a frame that was not begun, since its camera had nothing left to spend. */
    static CertifiedPrediction overBudget(OpenFrame open, Instant now) {
        return unanswered(open, firstLook(open), now)
                .setAbstentionReason(AbstentionReason.OVER_BUDGET)
                .build();
    }

    private static int firstLook(OpenFrame open) {
        return new TaskLayout(Plans.of(open.getFrame()), open.getTaskSamples()).firstLook();
    }

    /** The abstention of a frame whose plan only a later version knows. */
    static CertifiedPrediction unknownPlan(OpenFrame open, Instant now) {
        return unanswered(open, 0, now)
                .setAbstentionReason(AbstentionReason.UNKNOWN_PLAN)
                .build();
    }

    private static CertifiedPrediction.Builder answer(
            CertifiedPrediction.Builder prediction, int cls, ServedModel model) {
        String name = model.manifest().classes().get(cls);
        return prediction.setClassIndex(cls).setClassName(name).setLabel(name);
    }

    private static CertifiedPrediction.Builder counted(
            OpenFrame open, VoteTally tally, int tasks, @Nullable String backend, ServedModel model, Instant now) {
        VoteCounts selection = tally.selection();
        VoteCounts estimation = tally.estimation();
        return unanswered(open, tasks, now)
                .setSelectionCounts(leading(selection, model))
                .setEstimationCounts(leading(estimation, model))
                .setInvalidSamples(selection.invalid() + estimation.invalid())
                .setSamplesUsed(selection.samples() + estimation.samples())
                .setBackend(backend == null ? "" : backend);
    }

    /**
     * An abstention that has counted nothing yet.
     *
     * @param tasks whose votes were wanted
     */
    private static CertifiedPrediction.Builder unanswered(OpenFrame open, int tasks, Instant now) {
        AcceptedFrame frame = open.getFrame();
        return CertifiedPrediction.newBuilder()
                .setFrameId(frame.getFrameId())
                .setCameraId(frame.getCameraId())
                .setOutcome(dev.steadfast.avro.Outcome.ABSTAINED)
                .setRadius(0)
                .setLowerBound(0)
                .setSelectionCounts(List.of())
                .setEstimationCounts(List.of())
                .setInvalidSamples(0)
                .setSamplesUsed(0)
                .setPlan(frame.getPlan())
                .setSigma(frame.getSigma())
                .setAlpha(frame.getAlpha())
                .setSelectionSamples(frame.getSelectionSamples())
                .setEstimationSamples(frame.getEstimationSamples())
                .setTargetRadius(frame.getPlan() == PlanKind.SEQUENTIAL ? frame.getTargetRadius() : null)
                .setModelName(open.getModelName())
                .setModelDigest(open.getModelDigest())
                .setBackend("")
                .setGroundTruth(frame.getGroundTruth())
                .setCapturedAt(frame.getCapturedAt())
                .setAcceptedAt(frame.getAcceptedAt())
                .setCompletedAt(now)
                .setReceipt(receipt(open, tasks))
                .setSource(source(open))
                .setLadderStep(frame.getLadderStep())
                .setResumedFrom(frame.getResumedFrom());
    }

    /** Null of a frame that was opened by a version which did not note where it stood. */
    private static @Nullable FrameSource source(OpenFrame open) {
        if (open.getInputOffset() < 0) {
            return null;
        }
        AcceptedFrame frame = open.getFrame();
        return FrameSource.newBuilder()
                .setFramePartition(frame.getSourcePartition())
                .setFrameOffset(frame.getSourceOffset())
                .setInputPartition(open.getInputPartition())
                .setInputOffset(open.getInputOffset())
                .build();
    }

    private static Receipt receipt(OpenFrame open, int tasks) {
        AcceptedFrame frame = open.getFrame();
        return Receipt.newBuilder()
                .setNoiseKey(open.getNoiseKey())
                .setTaskSamples(open.getTaskSamples())
                .setTasks(tasks)
                .setInputHeight(frame.getInputHeight())
                .setInputWidth(frame.getInputWidth())
                .setInputSha256(open.getInputSha256() == null ? Sha256.of(frame.getImage()) : open.getInputSha256())
                .setPixelRules(frame.getPixelRules())
                .build();
    }

    private static List<ClassCount> leading(VoteCounts counts, ServedModel model) {
        List<String> names = model.manifest().classes();
        return IntStream.range(0, counts.classes())
                .filter(cls -> counts.votesFor(cls) > 0)
                .mapToObj(cls -> new ClassCount(cls, names.get(cls), names.get(cls), counts.votesFor(cls)))
                .sorted(Comparator.comparing(ClassCount::getVotes).reversed())
                .toList();
    }
}

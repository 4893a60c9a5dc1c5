package dev.steadfast.standalone.replay;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.schemas.Plans;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.certificate.Claim;
import dev.steadfast.standalone.command.CommandException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The votes that a prediction shows.
 *
 * @param selection by class
 * @param estimation by class
 * @param invalid samples of either kind that voted against every class
 * @param samples samples counted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole, never changed
public record RecordedVotes(int[] selection, int[] estimation, int invalid, int samples) {

    /** @throws CommandException if a class is not one of the bundle's */
    static RecordedVotes of(CertifiedPrediction prediction, int classes) {
        return new RecordedVotes(
                byClass(prediction.getSelectionCounts(), classes),
                byClass(prediction.getEstimationCounts(), classes),
                prediction.getInvalidSamples(),
                prediction.getSamplesUsed());
    }

    /**
     * The plan of a prediction.
     *
     * @throws CommandException if this version does not know it, or it could never have been used
     */
    public static SamplingPlan plan(CertifiedPrediction prediction) {
        try {
            return Plans.of(prediction);
        } catch (IllegalArgumentException e) {
            throw new CommandException("the prediction's plan cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * How many estimation samples there were when the plan decided.
     *
     * @throws CommandException if the receipt has no tasks that the plan could have asked for
     */
    static int estimationSamples(CertifiedPrediction prediction, SamplingPlan plan) {
        int tasks = prediction.getReceipt().getTasks();
        try {
            return Plans.layout(prediction, plan).estimationSamples(tasks);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether the counts add up to the samples. */
    boolean addUp() {
        return Arrays.stream(selection).sum() + Arrays.stream(estimation).sum() + invalid == samples;
    }

    /**
     * What the plan makes of these votes; empty if they are not just its samples, or it is undecided.
     *
     * @param estimationSamples that were asked for
     */
    Optional<Claim> decide(SamplingPlan plan, int estimationSamples) {
        int selectionInvalid =
                plan.selectionSamples() - Arrays.stream(selection).sum();
        int estimationInvalid = estimationSamples - Arrays.stream(estimation).sum();
        if (selectionInvalid < 0 || estimationInvalid < 0 || selectionInvalid + estimationInvalid != invalid) {
            return Optional.empty();
        }
        return Claim.of(plan.decide(
                new VoteCounts(selection, selectionInvalid), new VoteCounts(estimation, estimationInvalid)));
    }

    private static int[] byClass(List<ClassCount> counts, int classes) {
        int[] byClass = new int[classes];
        for (ClassCount count : counts) {
            if (count.getClassIndex() < 0 || count.getClassIndex() >= classes) {
                throw new CommandException("the prediction has votes for class %d, of %d classes"
                        .formatted(count.getClassIndex(), classes));
            }
            byClass[count.getClassIndex()] += count.getVotes();
        }
        return byClass;
    }
}

package dev.steadfast.standalone.replay;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.certificate.Claim;
import dev.steadfast.standalone.command.CommandException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A prediction beside the votes of its samples, cast again.
 *
 * <p>Where every sample voted then, everything must be the same: each count, and what was answered, to the last bit. Samples whose task failed,
 * expired or came too late did not vote then, and do now. So the recorded counts may be lower, never higher, and the answer must be what the
 * plan makes of the recorded counts: it is weaker than it might have been, and sound.
 *
 * <p>Where only some samples were cast again, their votes must fit into the recorded counts, and what is left of these into the other samples.
 *
 * @param comparison how much could be compared
 * @param selection votes cast again
 * @param estimation votes cast again
 * @param asked how many samples there were, of both kinds
 * @param claim what the plan makes of the votes cast again; empty if it would want more samples
 * @param differences in words; none if the prediction holds
 */
record Recount(
        Comparison comparison,
        VoteCounts selection,
        VoteCounts estimation,
        int asked,
        Optional<Claim> claim,
        List<String> differences) {

    /** How much could be compared. */
    enum Comparison {
        /** Every sample voted then: all counts must be equal. */
        EXACT,
        /** Some did not: no count may be higher than now. */
        BOUNDED,
        /** Not all were cast again. */
        PARTIAL
    }

    /** Abstentions that no plan decides: they come before all votes have. */
    private static final Set<AbstentionReason> EARLY = Set.of(
            AbstentionReason.DEADLINE,
            AbstentionReason.MODEL_REPLACED,
            AbstentionReason.UNKNOWN_PLAN,
            AbstentionReason.OVERLOADED,
            AbstentionReason.OVER_BUDGET);

    /** How many samples were cast again. */
    int cast() {
        return selection.samples() + estimation.samples();
    }

    boolean holds() {
        return differences.isEmpty();
    }

    /**
     * Compares.
     *
     * @param estimationSamples how many there were when the plan decided
     * @param selection votes of the plan's selection samples, cast again; perhaps of the first of them only
     * @param estimation likewise of the estimation samples
     * @throws CommandException if the prediction names classes that there are not
     */
    static Recount of(
            CertifiedPrediction prediction,
            SamplingPlan plan,
            int estimationSamples,
            VoteCounts selection,
            VoteCounts estimation) {
        RecordedVotes recorded = RecordedVotes.of(prediction, estimation.classes());
        AbstentionReason reason = prediction.getAbstentionReason();
        Optional<AbstentionReason> early = Optional.ofNullable(reason).filter(EARLY::contains);
        int invalid = selection.invalid() + estimation.invalid();
        int asked = plan.selectionSamples() + estimationSamples;
        boolean whole = selection.samples() + estimation.samples() == asked;
        boolean exact = whole && early.isEmpty() && recorded.invalid() <= invalid;

        List<String> differences = new ArrayList<>();
        if (whole) {
            compare("selection", recorded.selection(), selection, exact, differences);
            compare("estimation", recorded.estimation(), estimation, exact, differences);
        } else {
            comparePart("selection", recorded.selection(), selection, plan.selectionSamples(), differences);
            comparePart("estimation", recorded.estimation(), estimation, estimationSamples, differences);
        }
        if (exact && recorded.invalid() != invalid) {
            differences.add("invalid samples: %d recorded, %d now".formatted(recorded.invalid(), invalid));
        }
        if (!recorded.addUp()) {
            differences.add("the recorded counts do not add up to %d samples".formatted(recorded.samples()));
        }
        Optional<Claim> supported = early.isPresent()
                ? early.map(why -> Claim.abstained(why, 0))
                : recorded.decide(plan, estimationSamples);
        if (!supported.equals(Optional.of(Claim.of(prediction)))) {
            differences.add("the answer is not what the plan makes of the recorded counts");
        }
        Comparison comparison = exact ? Comparison.EXACT : Comparison.BOUNDED;
        return new Recount(
                whole ? comparison : Comparison.PARTIAL,
                selection,
                estimation,
                asked,
                whole ? Claim.of(plan.decide(selection, estimation)) : Optional.empty(),
                List.copyOf(differences));
    }

    private static void compare(String kind, int[] recorded, VoteCounts now, boolean exact, List<String> differences) {
        for (int cls = 0; cls < recorded.length; cls++) {
            boolean holds = exact ? recorded[cls] == now.votesFor(cls) : recorded[cls] <= now.votesFor(cls);
            if (!holds) {
                differences.add("%s votes for class %d: %d recorded, %d now"
                        .formatted(kind, cls, recorded[cls], now.votesFor(cls)));
            }
        }
    }

    private static void comparePart(String kind, int[] recorded, VoteCounts now, int asked, List<String> differences) {
        // Invalid samples, and those that did not vote then: each may vote for any class now.
        int withoutVote = asked - Arrays.stream(recorded).sum();
        int notCast = asked - now.samples();
        for (int cls = 0; cls < recorded.length; cls++) {
            int votes = now.votesFor(cls);
            if (votes > recorded[cls] + withoutVote || recorded[cls] > votes + notCast) {
                differences.add("%s votes for class %d: %d recorded of %d samples, %d now of the first %d"
                        .formatted(kind, cls, recorded[cls], asked, votes, now.samples()));
            }
        }
    }
}

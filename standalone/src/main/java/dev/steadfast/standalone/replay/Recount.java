package dev.steadfast.standalone.replay;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.certificate.Claim;
import dev.steadfast.standalone.command.CommandException;
import java.util.ArrayList;
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
 * @param comparison how much could be compared
 * @param claim what the plan makes of the votes cast again; empty if it would want more samples
 * @param differences in words; none if the prediction holds
 */
record Recount(Comparison comparison, Optional<Claim> claim, List<String> differences) {

    /** How much could be compared. */
    enum Comparison {
        /** Every sample voted then: all counts must be equal. */
        EXACT,
        /** Some did not: no count may be higher than now. */
        BOUNDED
    }

    /** Abstentions that no plan decides: they come before all votes have. */
    private static final Set<AbstentionReason> EARLY = Set.of(
            AbstentionReason.DEADLINE,
            AbstentionReason.MODEL_REPLACED,
            AbstentionReason.UNKNOWN_PLAN,
            AbstentionReason.OVERLOADED,
            AbstentionReason.OVER_BUDGET);

    boolean holds() {
        return differences.isEmpty();
    }

    /**
     * Compares.
     *
     * @param selection votes of the plan's selection samples, cast again
     * @param estimation likewise of the estimation samples, as many as there were when the plan decided
     * @throws CommandException if the prediction names classes that there are not
     */
    static Recount of(CertifiedPrediction prediction, SamplingPlan plan, VoteCounts selection, VoteCounts estimation) {
        RecordedVotes recorded = RecordedVotes.of(prediction, estimation.classes());
        AbstentionReason reason = prediction.getAbstentionReason();
        Optional<AbstentionReason> early = Optional.ofNullable(reason).filter(EARLY::contains);
        int invalid = selection.invalid() + estimation.invalid();
        boolean exact = early.isEmpty() && recorded.invalid() <= invalid;

        List<String> differences = new ArrayList<>();
        compare("selection", recorded.selection(), selection, exact, differences);
        compare("estimation", recorded.estimation(), estimation, exact, differences);
        if (exact && recorded.invalid() != invalid) {
            differences.add("invalid samples: %d recorded, %d now".formatted(recorded.invalid(), invalid));
        }
        if (!recorded.addUp()) {
            differences.add("the recorded counts do not add up to %d samples".formatted(recorded.samples()));
        }
        Optional<Claim> supported = early.isPresent()
                ? early.map(why -> Claim.abstained(why, 0))
                : recorded.decide(plan, estimation.samples());
        if (!supported.equals(Optional.of(Claim.of(prediction)))) {
            differences.add("the answer is not what the plan makes of the recorded counts");
        }
        return new Recount(
                exact ? Comparison.EXACT : Comparison.BOUNDED,
                Claim.of(plan.decide(selection, estimation)),
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
}

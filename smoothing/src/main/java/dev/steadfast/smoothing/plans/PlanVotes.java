package dev.steadfast.smoothing.plans;

/** What all plans require of the votes that they decide on. */
final class PlanVotes {

    private PlanVotes() {}

    /** The votes a plan decides on are exactly those it asked for: not one less, lest a lost sample be dropped from n. */
    static void require(SamplingPlan plan, VoteCounts selection, VoteCounts estimation) {
        requireCount("estimation", plan.estimationSamples(), estimation);
        requireSoFar(plan, selection, estimation);
    }

    /** Likewise of a plan that looks more than once: no more than it may ask for. */
    static void requireSoFar(SamplingPlan plan, VoteCounts selection, VoteCounts estimation) {
        requireCount("selection", plan.selectionSamples(), selection);
        if (estimation.samples() > plan.estimationSamples()) {
            throw new IllegalArgumentException("estimation votes of %d samples: the plan has at most %d"
                    .formatted(estimation.samples(), plan.estimationSamples()));
        }
        if (selection.classes() != estimation.classes()) {
            throw new IllegalArgumentException(
                    "selection votes over %d classes, estimation votes over %d: must be the same"
                            .formatted(selection.classes(), estimation.classes()));
        }
    }

    private static void requireCount(String name, int expected, VoteCounts votes) {
        if (votes.samples() != expected) {
            throw new IllegalArgumentException(
                    "%s votes of %d samples: the plan has exactly %d".formatted(name, votes.samples(), expected));
        }
    }
}

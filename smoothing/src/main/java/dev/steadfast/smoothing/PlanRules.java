package dev.steadfast.smoothing;

import dev.steadfast.smoothing.InvalidPlanException.Rule;

/** The rules that plans share, and the words for what breaks them. NaN breaks every range. */
final class PlanRules {

    private PlanRules() {}

    static void requireSigma(double sigma) {
        if (!(sigma >= GridNoise.MIN_SIGMA && sigma <= GridNoise.MAX_SIGMA)) {
            throw new InvalidPlanException(
                    Rule.SIGMA_OUT_OF_RANGE,
                    "sigma = %s: must be from %s to %s".formatted(sigma, GridNoise.MIN_SIGMA, GridNoise.MAX_SIGMA));
        }
    }

    static void requireAlpha(double alpha) {
        if (!(alpha >= SamplingPlan.MIN_ALPHA && alpha < 1)) {
            throw new InvalidPlanException(
                    Rule.ALPHA_OUT_OF_RANGE,
                    "alpha = %s: must be from %s to below 1".formatted(alpha, SamplingPlan.MIN_ALPHA));
        }
    }

    static void requireSamples(String name, int samples) {
        if (samples < 1 || samples > SamplingPlan.MAX_SAMPLES) {
            throw new InvalidPlanException(
                    Rule.SAMPLES_OUT_OF_RANGE,
                    "%s = %d: must be from 1 to %d".formatted(name, samples, SamplingPlan.MAX_SAMPLES));
        }
    }

    /** The votes a plan decides on are exactly those it asked for: not one less, lest a lost sample be dropped from n. */
    static void requireVotes(SamplingPlan plan, VoteCounts selection, VoteCounts estimation) {
        requireCount("estimation", plan.estimationSamples(), estimation);
        requireVotesSoFar(plan, selection, estimation);
    }

    /** Likewise of a plan that looks more than once: no more than it may ask for. */
    static void requireVotesSoFar(SamplingPlan plan, VoteCounts selection, VoteCounts estimation) {
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

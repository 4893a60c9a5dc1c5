package dev.steadfast.smoothing.plans;

import dev.steadfast.smoothing.InvalidPlanException;

/**
 * What is fixed about a frame before its first vote: the noise, the confidence, how many samples choose the class, how many at
 * most test it, and after how many of these it first looks at the votes.
 *
 * <p>A plan with a binomial bound looks once: its statistics hold because the number of samples does not depend on the votes, and
 * computing the bound after each batch, to stop when it pleases, would break them. {@link SequentialPlan} has a test that may be
 * looked at again and again. Samples are consumed in the order of their index, never in that of arrival.
 *
 * <p>Plans are immutable, and check their parameters when made: see {@link InvalidPlanException}.
 */
public sealed interface SamplingPlan permits FixedPlan, PredictPlan, SequentialPlan {

    /** Which plan. */
    enum Kind {
        /** {@link FixedPlan}. */
        FIXED,
        /** {@link PredictPlan}. */
        PREDICT,
        /** {@link SequentialPlan}. */
        SEQUENTIAL
    }

    /**
     * The plan of a kind.
     *
     * @param n0 selection samples; a {@link PredictPlan} has none, whatever is said here
     * @param n estimation samples
     * @param radius to be decided; for a {@link SequentialPlan} only
     * @throws InvalidPlanException if the values are out of range, or could never certify
     */
    static SamplingPlan of(Kind kind, double sigma, double alpha, int n0, int n, double radius) {
        return switch (kind) {
            case FIXED -> new FixedPlan(sigma, alpha, n0, n);
            case PREDICT -> new PredictPlan(sigma, alpha, n);
            case SEQUENTIAL -> new SequentialPlan(sigma, alpha, n0, n, radius);
        };
    }

    /** Which plan this is. */
    Kind kind();

    /** Standard deviation of the noise, in units of the full pixel range (pixels in [0, 1]). */
    double sigma();

    /**
     * The largest probability with which the outcome of one frame may be wrong. It is a promise for each frame: among N frames
     * up to alpha * N outcomes may be wrong.
     */
    double alpha();

    /** Samples that choose the class, n0: the samples from 0 to n0 - 1. They never count towards the bound. */
    int selectionSamples();

    /** Samples that test the choice, n at most: the samples from n0 to n0 + n - 1. */
    int estimationSamples();

    /**
     * How many estimation samples there are to be when the plan first looks at the votes. While it is {@link Undecided} it looks again whenever
     * there are more.
     *
     * @return from 1 to n; n for a plan that may look once only
     */
    default int firstLook() {
        return estimationSamples();
    }

    /** All samples, at most. */
    default int samples() {
        return selectionSamples() + estimationSamples();
    }

    /** The radius certified when every vote agrees, rounded down; 0 for a plan that certifies none. */
    double largestRadius();

    /**
     * What the votes say.
     *
     * @param selection votes of exactly the {@link #selectionSamples()}
     * @param estimation votes of the first estimation samples, as many as there are to the {@linkplain #firstLook first look}, or more; a sample that was lost, or
     *     failed, is in there as an invalid vote
     * @return an {@link Outcome} where these are all samples
     * @throws IllegalArgumentException if either has another number of samples, or they differ in their number of classes
     */
    Decision decide(VoteCounts selection, VoteCounts estimation);
}

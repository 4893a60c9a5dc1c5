package dev.steadfast.smoothing;

/**
 * What is fixed about a frame before its first vote: the noise, the confidence, how many samples choose the class and how many
 * test it.
 *
 * <p>A plan never asks for more. Its statistics hold because the number of samples does not depend on the votes: computing the
 * bound after each batch, and stopping when it pleases, would break them.
 *
 * <p>Plans are immutable, and check their parameters when made: see {@link InvalidPlanException}.
 */
public sealed interface SamplingPlan permits FixedPlan, PredictPlan {

    /** Most samples of either kind. */
    int MAX_SAMPLES = 10_000_000;

    /** Smallest alpha. Below it binomial tails are no longer computed to the accuracy the bounds allow for. */
    double MIN_ALPHA = 1e-30;

    /** Standard deviation of the noise, in units of the full pixel range (pixels in [0, 1]). */
    double sigma();

    /**
     * The largest probability with which the outcome of one frame may be wrong. It is a promise for each frame: among N frames
     * up to alpha * N outcomes may be wrong.
     */
    double alpha();

    /** Samples that choose the class, n0: the samples from 0 to n0 - 1. They never count towards the bound. */
    int selectionSamples();

    /** Samples that test the choice, n: the samples from n0 to n0 + n - 1. */
    int estimationSamples();

    /** All samples. */
    default int samples() {
        return selectionSamples() + estimationSamples();
    }

    /** The radius certified when every vote agrees, rounded down; 0 for a plan that certifies none. */
    double largestRadius();

    /**
     * What the votes say.
     *
     * @param selection votes of exactly the {@link #selectionSamples()}
     * @param estimation votes of exactly the {@link #estimationSamples()}; a sample that was lost, or failed, is in there as an
     *     invalid vote
     * @throws IllegalArgumentException if either has another number of samples, or they differ in their number of classes
     */
    Outcome decide(VoteCounts selection, VoteCounts estimation);
}

package dev.steadfast.smoothing;

import dev.steadfast.smoothing.InvalidPlanException.Rule;

/** The ranges of what noise, bounds and plans are asked for, and the words for what is outside. NaN breaks every range. */
public final class Limits {

    /** Smallest sigma, in units of the full pixel range: 2.55 grid steps. Below it the grid would show through. */
    public static final double MIN_SIGMA = 0.01;

    /**
     * Largest sigma, in units of the full pixel range. Four times the range of a pixel leaves no image to classify, and keeps
     * the outermost draw (9,338) well within a {@code short} and a table within 150 kB.
     */
    public static final double MAX_SIGMA = 4;

    /** Smallest alpha. Below it binomial tails are no longer computed to the accuracy the bounds allow for. */
    public static final double MIN_ALPHA = 1e-30;

    /** Most samples of either kind. */
    public static final int MAX_SAMPLES = 10_000_000;

    private Limits() {}

    /**
     * Checks a standard deviation of the noise.
     *
     * @throws InvalidPlanException with {@link Rule#SIGMA_OUT_OF_RANGE} outside {@link #MIN_SIGMA} to {@link #MAX_SIGMA}
     */
    public static void requireSigma(double sigma) {
        if (!(sigma >= MIN_SIGMA && sigma <= MAX_SIGMA)) {
            throw new InvalidPlanException(
                    Rule.SIGMA_OUT_OF_RANGE,
                    "sigma = %s: must be from %s to %s".formatted(sigma, MIN_SIGMA, MAX_SIGMA));
        }
    }

    /**
     * Checks a probability of being wrong.
     *
     * @throws InvalidPlanException with {@link Rule#ALPHA_OUT_OF_RANGE} outside {@link #MIN_ALPHA} to below 1
     */
    public static void requireAlpha(double alpha) {
        if (!(alpha >= MIN_ALPHA && alpha < 1)) {
            throw new InvalidPlanException(
                    Rule.ALPHA_OUT_OF_RANGE, "alpha = %s: must be from %s to below 1".formatted(alpha, MIN_ALPHA));
        }
    }

    /**
     * Checks how many samples there are.
     *
     * @param name of the count, for the message
     * @throws InvalidPlanException with {@link Rule#SAMPLES_OUT_OF_RANGE} outside 1 to {@link #MAX_SAMPLES}
     */
    public static void requireSamples(String name, int samples) {
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw new InvalidPlanException(
                    Rule.SAMPLES_OUT_OF_RANGE, "%s = %d: must be from 1 to %d".formatted(name, samples, MAX_SAMPLES));
        }
    }
}

package dev.steadfast.bundles;

/**
 * The noise levels a bundle was made for: standard deviations of the Gaussian on the [0, 1] pixel scale, both ends included.
 *
 * @param min above 0
 * @param max at least {@code min}, at most 100
 */
public record SigmaRange(double min, double max) {
    private static final double MOST = 100;

    /** @throws IllegalArgumentException if an end is out of its range or not a number */
    public SigmaRange {
        Rules.check(min > 0 && min <= MOST, "sigma.min", "above 0 and at most 100", min);
        Rules.check(max >= min && max <= MOST, "sigma.max", "at least sigma.min (" + min + ") and at most 100", max);
    }

    /** {@return whether {@code sigma} lies in the range; false for NaN} */
    public boolean contains(double sigma) {
        return sigma >= min && sigma <= max;
    }
}

package dev.steadfast.training.objectives;

import dev.steadfast.smoothing.Limits;
import java.util.SplittableRandom;

/**
 * The noise that a denoiser is trained for: the logarithm of sigma is uniform between two bounds. Equal bounds fix sigma.
 *
 * @param min the least standard deviation, on the [0, 1] pixel scale
 * @param max the greatest
 */
public record NoiseRange(double min, double max) {

    /** @throws IllegalArgumentException if a bound is one for which there is no noise, or they are in the wrong order */
    public NoiseRange {
        if (!(min >= Limits.MIN_SIGMA && max <= Limits.MAX_SIGMA && min <= max)) {
            throw new IllegalArgumentException("sigma must be S or MIN..MAX, within " + Limits.MIN_SIGMA + " to "
                    + Limits.MAX_SIGMA + ", but is " + min + ".." + max);
        }
    }

    /**
     * Reads {@code 0.25} or {@code 0.1..1.0}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static NoiseRange parse(String text) {
        String[] bounds = text.split("\\.\\.", -1);
        try {
            double min = Double.parseDouble(bounds[0]);
            double max = bounds.length == 1 ? min : Double.parseDouble(bounds[1]);
            if (bounds.length <= 2) {
                return new NoiseRange(min, max);
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for everything that is no range.
        }
        throw new IllegalArgumentException("sigma must be a number, or two as in 0.1..1.0, but is \"" + text + "\"");
    }

    /** {@return a standard deviation} */
    float draw(SplittableRandom random) {
        return (float) (min * Math.exp(random.nextDouble() * Math.log(max / min)));
    }

    @Override
    public String toString() {
        return min == max ? String.valueOf(min) : min + ".." + max;
    }
}

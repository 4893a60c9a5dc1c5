package dev.steadfast.plots;

import java.util.stream.DoubleStream;

/**
 * An axis.
 *
 * @param label what is shown along it, with its unit
 * @param min its beginning
 * @param max its end, above {@code min}
 * @param tick the distance between two of its numbers
 */
public record Axis(String label, double min, double max, double tick) {
    private static final double[] STEPS = {1, 2, 2.5, 5, 10};
    private static final int MOST_TICKS = 10;

    /** @throws IllegalArgumentException if the end is not above the beginning, or the ticks have no distance */
    public Axis {
        if (!(max > min && tick > 0 && Double.isFinite(max - min))) {
            throw new IllegalArgumentException(
                    "an axis must have min < max and a tick above 0, but is " + min + ", " + max + ", " + tick);
        }
    }

    /** {@return an axis from 0 to a little behind the largest value, at a tick} */
    public static Axis fromZeroTo(String label, double largest) {
        double least = largest > 0 && Double.isFinite(largest) ? largest : 1;
        double power = Math.pow(10, Math.floor(Math.log10(least)) - 1);
        double tick = DoubleStream.of(STEPS)
                .map(step -> step * power)
                .filter(t -> least / t < MOST_TICKS)
                .findFirst()
                .orElse(STEPS[STEPS.length - 1] * power * STEPS[1]);
        return new Axis(label, 0, tick * (Math.floor(least / tick * (1 + 1e-9)) + 1), tick);
    }
}

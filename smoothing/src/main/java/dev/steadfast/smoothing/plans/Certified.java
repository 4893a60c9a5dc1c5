package dev.steadfast.smoothing.plans;

/**
 * The smoothed classifier gives {@code cls} for every image within {@code radius} of this one, with confidence 1 - alpha.
 *
 * @param cls class index
 * @param radius L2 distance between images with pixels in [0, 1], rounded down; above 0
 * @param pLower lower bound on the probability of the class under noise, rounded down; above 1/2, below 1
 */
public record Certified(int cls, double radius, double pLower) implements Outcome {

    /** @throws IllegalArgumentException if a value is out of range */
    public Certified {
        if (cls < 0) {
            throw new IllegalArgumentException("cls = " + cls + ": must not be negative");
        }
        if (!(radius > 0 && Double.isFinite(radius))) {
            throw new IllegalArgumentException("radius = " + radius + ": must be above 0, and finite");
        }
        if (!(pLower > 0.5 && pLower < 1)) {
            throw new IllegalArgumentException("pLower = " + pLower + ": must be above 1/2 and below 1");
        }
    }
}

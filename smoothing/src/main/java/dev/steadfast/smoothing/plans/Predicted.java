package dev.steadfast.smoothing.plans;

/**
 * The smoothed classifier gives {@code cls} for this image, with confidence 1 - alpha. Nothing is said about images nearby.
 *
 * @param cls class index
 * @param pValue how probable so clear a lead would be if the class were no more likely than another, rounded up; from 0 to 1
 */
public record Predicted(int cls, double pValue) implements Outcome {

    /** @throws IllegalArgumentException if a value is out of range */
    public Predicted {
        if (cls < 0) {
            throw new IllegalArgumentException("cls = " + cls + ": must not be negative");
        }
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("pValue = " + pValue + ": must be from 0 to 1");
        }
    }
}

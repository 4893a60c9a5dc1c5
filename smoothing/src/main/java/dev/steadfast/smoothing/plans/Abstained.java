package dev.steadfast.smoothing.plans;

/**
 * No claim about this image. Abstaining is always sound.
 *
 * @param reason why
 * @param pLower the lower bound that was too low, from 0 to below 1; 0 if none was computed
 */
public record Abstained(AbstentionReason reason, double pLower) implements Outcome {

    /** @throws IllegalArgumentException if the bound is out of range */
    public Abstained {
        if (!(pLower >= 0 && pLower < 1)) {
            throw new IllegalArgumentException("pLower = " + pLower + ": must be from 0 to below 1");
        }
    }
}

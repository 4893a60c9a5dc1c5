package dev.steadfast.training.objectives;

import dev.steadfast.training.TrainingException;

/**
 * How much the answers to several draws of noise on one image should agree (Jeong and Shin 2020, equation 8).
 *
 * @param consistency lambda: the weight of how much they differ from their mean
 * @param entropy eta: the weight of how undecided the mean is
 */
public record Agreement(double consistency, double entropy) {
    /** It does not count. */
    public static final Agreement NONE = new Agreement(0, 0);

    /** @throws TrainingException if a weight is negative or not a number */
    public Agreement {
        DenoisingWeights.requireWeight("consistency", consistency);
        DenoisingWeights.requireWeight("entropy", entropy);
    }

    boolean counts() {
        return consistency + entropy > 0;
    }

    /** @throws TrainingException if there is but one draw where agreement counts, or none at all */
    void requireDraws(int draws) {
        if (draws < 1) {
            throw new TrainingException("draws must be at least 1, but is " + draws);
        }
        if (counts() && draws < 2) {
            throw new TrainingException("draws must be at least 2 where consistency counts, but is " + draws);
        }
    }
}

package dev.steadfast.training.objectives;

import dev.steadfast.training.TrainingException;

/**
 * What counts how much in a denoiser's objective.
 *
 * @param squaredError of the mean squared error of pixels, each image's divided by the variance of its noise plus 0.02
 * @param answer of the cross-entropy between what a classifier says to the denoised image and the target
 * @param useLabels whether the target is the image's label, or what the same classifier says to the clean image: the
 *     <i>stability</i> objective of Salman et al. 2020, which needs no labels
 * @param agreement between the answers to several draws, weighed together with them
 */
public record DenoisingWeights(double squaredError, double answer, boolean useLabels, Agreement agreement) {

    /** @throws TrainingException if a weight is negative or not a number, or nothing counts */
    public DenoisingWeights {
        requireWeight("squared error", squaredError);
        requireWeight("answer", answer);
        if (squaredError + answer == 0) {
            throw new TrainingException("the squared error or the classifier's answer must count, but both weigh 0");
        }
        if (agreement.counts() && answer == 0) {
            throw new TrainingException("the classifier's answer must count where its consistency does, but weighs 0");
        }
    }

    boolean needClassifier() {
        return answer > 0;
    }

    /** Refuses a weight that is negative or not a number. */
    static void requireWeight(String name, double weight) {
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new TrainingException("the weight of " + name + " must be 0 or more, but is " + weight);
        }
    }
}

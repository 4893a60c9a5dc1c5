package dev.steadfast.training.objectives;

import dev.steadfast.training.TrainingException;
import java.util.List;
import java.util.Optional;

/** What a network is trained for, in the words of a user. */
public sealed interface Goal {

    /**
     * A classifier of clean images, by cross-entropy to their labels.
     *
     * @param labelSmoothing the part of a target that is spread over all classes (Szegedy et al. 2016), from 0 to below 1
     */
    record Classifier(double labelSmoothing) implements Goal {

        /** @throws TrainingException if the value is out of its range */
        public Classifier {
            requireSmoothing(labelSmoothing);
        }
    }

    /**
     * A classifier of noisy images (Cohen et al. 2019).
     *
     * @param labelSmoothing as for {@link Classifier}
     * @param sigma the noise levels
     * @param draws draws of noise on each image of a step, at least 1
     * @param agreement between the answers to the draws
     */
    record NoisyClassifier(double labelSmoothing, NoiseLevels sigma, int draws, Agreement agreement) implements Goal {

        /** @throws TrainingException if a value is out of its range */
        public NoisyClassifier {
            requireSmoothing(labelSmoothing);
            agreement.requireDraws(draws);
        }
    }

    /**
     * A denoiser.
     *
     * @param weights what counts how much
     * @param sigma the noise levels
     * @param draws draws of noise on each image of a step, at least 1
     * @param classifiers those whose answers count, one in each step, in turn
     * @param logitPerturbation what is done to their logits
     * @param measuredWith the classifier whose accuracy is measured, if not the first of those
     */
    record Denoiser(
            DenoisingWeights weights,
            NoiseLevels sigma,
            int draws,
            List<TeachingClassifier> classifiers,
            LogitPerturbation logitPerturbation,
            Optional<TeachingClassifier> measuredWith)
            implements Goal {

        /** @throws TrainingException if the weights need what is not there */
        public Denoiser {
            classifiers = List.copyOf(classifiers);
            weights.agreement().requireDraws(draws);
            if (weights.needClassifier() && classifiers.isEmpty()) {
                throw new TrainingException(
                        "the objective needs a classifier: give one, or train for squared error alone (mse)");
            }
        }
    }

    private static void requireSmoothing(double labelSmoothing) {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new TrainingException("label-smoothing must be from 0 to below 1, but is " + labelSmoothing);
        }
    }
}

package dev.steadfast.training.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.data.Seed;
import dev.steadfast.training.optimisation.Network;
import dev.steadfast.training.optimisation.TrainingPlan;
import java.util.Map;

/** What a network is trained for. */
public interface Objective extends AutoCloseable {

    /**
     * The objective of a goal.
     *
     * @throws TrainingException if a network cannot be loaded, or does not fit the data
     */
    static Objective of(Goal goal, TrainingPlan plan, LabelledImages data, ComputeDevice device) {
        if (goal instanceof Goal.Denoiser denoiser) {
            return Denoising.load(denoiser, new Seed(plan.seed()), data, device);
        }
        if (data.classes().isEmpty()) {
            throw new TrainingException(data.name() + " has no labels, which a classifier is trained with");
        }
        if (goal instanceof Goal.NoisyClassifier noisy) {
            return new NoisyClassification(noisy, data.classes().size(), new Seed(plan.seed()));
        }
        Goal.Classifier classifier = (Goal.Classifier) goal;
        return new Classification(data.classes().size(), (float) classifier.labelSmoothing());
    }

    /**
     * Looks at the network that is to be trained, in evaluation mode, before the first step of a process.
     *
     * @param sample images of the data
     * @throws TrainingException if it does not take them, or gives something else than this objective is about
     */
    void requireFit(Network network, ImageBatch sample, NDManager manager);

    /**
     * The loss of one step, to be differentiated.
     *
     * @param step fixes everything random
     * @param manager owns what is made
     * @return a scalar
     */
    NDArray loss(Network network, ImageBatch batch, long step, NDManager manager);

    /**
     * Figures of merit on images that are not trained on, with the network in evaluation mode.
     *
     * @return sums over the batch's rows, by name, in a fixed order
     */
    Map<String, Double> measure(Network network, ImageBatch heldOut, int batchIndex, NDManager manager);

    /** Frees the networks that the objective holds. */
    @Override
    void close();
}

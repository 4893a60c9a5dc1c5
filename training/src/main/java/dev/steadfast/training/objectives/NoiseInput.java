package dev.steadfast.training.objectives;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.optimisation.Network;

/** How a network takes noisy images: with or without a second argument, the noise level. */
enum NoiseInput {
    IMAGES,
    IMAGES_AND_SIGMA;

    /** How PyTorch says that a module, itself counted, has only one argument. */
    private static final String NO_SECOND_ARGUMENT = "received 3 argument(s)";

    /**
     * Finds out by trying.
     *
     * @param sample images of the data
     * @throws TrainingException if the network takes them neither way
     */
    static NoiseInput of(Network network, ImageBatch sample, double sigma, NDManager manager) {
        NDArray images = sample.images(manager);
        NDArray sigmaRows = manager.full(new Shape(sample.rows(), 1, 1, 1), (float) sigma);
        try {
            network.infer(images, sigmaRows);
            return IMAGES_AND_SIGMA;
        } catch (EngineException e) {
            if (!String.valueOf(e.getMessage()).contains(NO_SECOND_ARGUMENT)) {
                throw unfit(network, images, e);
            }
        }
        try {
            network.infer(images);
            return IMAGES;
        } catch (EngineException e) {
            throw unfit(network, images, e);
        }
    }

    private static TrainingException unfit(Network network, NDArray images, EngineException e) {
        return new TrainingException(
                network + " must take float32 images of shape " + images.getShape() + ", but failed: " + e.getMessage(),
                e);
    }

    /** Runs a network, keeping what {@code backward} needs. */
    NDArray forward(Network network, NDList noisyAndSigma) {
        return network.forward(arguments(noisyAndSigma));
    }

    /** Runs a network without gradients. */
    NDArray infer(Network network, NDList noisyAndSigma) {
        return network.infer(arguments(noisyAndSigma));
    }

    private NDArray[] arguments(NDList noisyAndSigma) {
        return this == IMAGES ? new NDArray[] {noisyAndSigma.get(0)} : noisyAndSigma.toArray(new NDArray[0]);
    }
}

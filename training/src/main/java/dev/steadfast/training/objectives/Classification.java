package dev.steadfast.training.objectives;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.optimisation.Network;
import java.util.Map;

/**
 * A classifier's objective: cross-entropy to the labels of clean images.
 *
 * @param classes the number of classes
 * @param smoothing label smoothing (Szegedy et al. 2016), from 0 to below 1
 */
public record Classification(int classes, float smoothing) implements Objective {

    @Override
    public void requireFit(Network network, ImageBatch sample, NDManager manager) {
        requireLogits(network, sample, classes, manager);
    }

    /**
     * {@return how many logits a network gives for each image}
     *
     * @throws TrainingException if it gives no such thing
     */
    static int logits(Network network, ImageBatch sample, NDManager manager) {
        Shape shape = logitsOf(network, sample, manager).getShape();
        if (shape.dimension() != 2 || shape.get(1) < 2) {
            throw new TrainingException(network
                    + " must give float32 logits of shape (rows, classes), for 2 classes or more, but gave " + shape);
        }
        return Math.toIntExact(shape.get(1));
    }

    private static NDArray logitsOf(Network network, ImageBatch sample, NDManager manager) {
        NDArray images = sample.images(manager);
        try {
            return network.infer(images);
        } catch (EngineException e) {
            throw new TrainingException(
                    network + " must take float32 images of shape " + images.getShape() + ", but failed: "
                            + e.getMessage(),
                    e);
        }
    }

    /** @throws TrainingException if a network does not give a logit for each class of each image */
    static void requireLogits(Network network, ImageBatch sample, int classes, NDManager manager) {
        requireLogits(network, logitsOf(network, sample, manager), sample.rows(), classes);
    }

    /** @throws TrainingException if an output does not have a logit for each class of each image */
    static void requireLogits(Network network, NDArray output, int rows, int classes) {
        Shape expected = new Shape(rows, classes);
        if (!output.getShape().equals(expected) || output.getDataType() != DataType.FLOAT32) {
            throw new TrainingException(network + " must give float32 logits of shape " + expected + ", for " + classes
                    + " classes, but gave " + output.getDataType() + " of shape " + output.getShape());
        }
    }

    @Override
    public NDArray loss(Network network, ImageBatch batch, long step, NDManager manager) {
        NDArray logits = network.forward(batch.images(manager));
        return Losses.crossEntropy(logits, batch.targets(manager, classes, smoothing));
    }

    @Override
    public Map<String, Double> measure(Network network, ImageBatch heldOut, int batchIndex, NDManager manager) {
        NDArray logits = network.infer(heldOut.images(manager));
        return Map.of("accuracy", correct(logits, heldOut, manager));
    }

    /** {@return how many rows have their label's logit the largest} */
    public static double correct(NDArray logits, ImageBatch batch, NDManager manager) {
        return correct(logits, manager.create(batch.labels()).toType(DataType.INT64, false));
    }

    /** {@return how many rows have the logit of a class the largest} */
    static double correct(NDArray logits, NDArray classes) {
        return logits.argMax(1)
                .eq(classes)
                .toType(DataType.FLOAT32, false)
                .sum()
                .getFloat();
    }

    @Override
    public void close() {
        // Holds no network.
    }
}

package dev.steadfast.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Map;

/**
 * A classifier's objective: cross-entropy to the labels of clean images.
 *
 * @param classes the number of classes
 * @param smoothing label smoothing (Szegedy et al. 2016), from 0 to below 1
 */
record Classification(int classes, float smoothing) implements Objective {

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
    static double correct(NDArray logits, ImageBatch batch, NDManager manager) {
        NDArray labels = manager.create(batch.labels()).toType(DataType.INT64, false);
        return logits.argMax(1).eq(labels).toType(DataType.FLOAT32, false).sum().getFloat();
    }

    @Override
    public void close() {
        // Holds no network.
    }
}

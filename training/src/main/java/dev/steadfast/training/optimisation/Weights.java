package dev.steadfast.training.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * A network's weights while they are trained: the weights themselves, what the optimiser remembers of each, and their running
 * average (Polyak and Juditsky 1992, exponentially weighted), which is what is measured and kept in the end.
 *
 * <p>Threading notes: for one thread.
 */
public final class Weights {
    private final List<NDArray> weights;
    private final Optimiser optimiser;
    private final double averageDecay;
    private final NDManager manager;
    private final NDList memories = new NDList();
    private final NDList averages = new NDList();

    /**
     * @param averageDecay how much of the average remains after a step, 0 for no averaging
     * @param manager owns the arrays
     */
    public Weights(List<NDArray> weights, Optimiser optimiser, double averageDecay, NDManager manager) {
        this.weights = weights;
        this.optimiser = optimiser;
        this.averageDecay = averageDecay;
        this.manager = manager;
        for (NDArray weight : weights) {
            for (int i = 0; i < optimiser.memories(); i++) {
                memories.add(manager.zeros(weight.getShape()));
            }
        }
        if (averageDecay > 0) {
            for (NDArray weight : weights) {
                NDArray average = weight.duplicate();
                average.attach(manager);
                averages.add(average);
            }
        }
    }

    /** {@return everything beside the weights that a checkpoint must hold, in a fixed order} */
    public NDList remembered() {
        NDList all = new NDList(memories);
        all.addAll(averages);
        return all;
    }

    public void zeroGradients() {
        for (NDArray weight : weights) {
            JniUtils.zeroGrad((PtNDArray) weight);
        }
    }

    /**
     * One step of the optimiser.
     *
     * @param clip the greatest L2 norm that the gradients together may have; longer ones are shortened. 0 for no limit
     * @return the gradients' L2 norm; if it is not finite, the weights are as they were
     */
    public double update(long step, double rate, double clip) {
        try (NDManager scope = manager.newSubManager()) {
            NDList gradients = gradients(scope);
            double norm = norm(gradients, scope);
            if (!Double.isFinite(norm)) {
                return norm;
            }
            float scale = clip > 0 && norm > clip ? (float) (clip / norm) : 1f;
            int each = optimiser.memories();
            for (int i = 0; i < weights.size(); i++) {
                NDList remembered = new NDList(memories.subList(i * each, (i + 1) * each));
                optimiser.update(weights.get(i), gradients.get(i), remembered, step, rate, scale);
            }
            average(step);
            return norm;
        }
    }

    private NDList gradients(NDManager scope) {
        NDList gradients = new NDList();
        for (NDArray weight : weights) {
            NDArray gradient = weight.getGradient();
            gradient.attach(scope);
            gradients.add(gradient);
        }
        return gradients;
    }

    private static double norm(NDList gradients, NDManager scope) {
        NDArray squares = scope.zeros(new Shape());
        gradients.forEach(gradient -> squares.addi(gradient.square().sum()));
        return Math.sqrt(squares.getFloat());
    }

    /** The first averages are over few steps, so that the initial weights are soon forgotten. */
    private void average(long step) {
        float kept = (float) Math.min(averageDecay, (1.0 + step) / (10.0 + step));
        for (int i = 0; i < averages.size(); i++) {
            try (NDArray towards = weights.get(i).mul(1 - kept)) {
                averages.get(i).muli(kept).addi(towards);
            }
        }
    }

    /** Runs something with the averaged weights in the network, and puts the others back. */
    public void withAverages(Runnable action) {
        if (averages.isEmpty()) {
            action.run();
            return;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList own = new NDList();
            for (NDArray weight : weights) {
                NDArray copy = weight.duplicate();
                copy.attach(scope);
                own.add(copy);
            }
            set(averages);
            try {
                action.run();
            } finally {
                set(own);
            }
        }
    }

    private void set(NDList values) {
        for (int i = 0; i < weights.size(); i++) {
            values.get(i).copyTo(weights.get(i));
        }
    }

    /** {@return whether every weight is a finite number} */
    public boolean finite() {
        for (NDArray weight : weights) {
            try (NDArray absolute = weight.abs();
                    NDArray sum = absolute.sum()) {
                if (!Float.isFinite(sum.getFloat())) {
                    return false;
                }
            }
        }
        return true;
    }
}

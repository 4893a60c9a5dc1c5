package dev.steadfast.training.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.steadfast.training.TrainingException;

/**
 * A rule by which gradients change weights. What it remembers between two steps are arrays beside the weights, so that a
 * checkpoint can hold them.
 */
public sealed interface Optimiser permits Optimiser.Adam, Optimiser.Sgd, Muon {

    /** {@return the number of arrays, each of a weight's shape and at first 0, that are remembered for each weight} */
    int memories();

    /**
     * Changes one weight in place.
     *
     * @param memories as many as {@link #memories()} says; changed in place
     * @param step from 0
     * @param rate the learning rate
     * @param scale what the gradient is multiplied by first
     */
    void update(NDArray weight, NDArray gradient, NDList memories, long step, double rate, float scale);

    /** Refuses a decay with which weights would grow. */
    static void requireDecay(float weightDecay) {
        TrainingPlan.require(weightDecay >= 0 && Float.isFinite(weightDecay), "weight-decay", "0 or more", weightDecay);
    }

    /** Refuses a momentum with which nothing new would count. */
    static void requireMomentum(float momentum) {
        TrainingPlan.require(momentum >= 0 && momentum < 1, "momentum", "from 0 to below 1", momentum);
    }

    /** No weight decay on biases and on the factors of a normalisation, which have one dimension. */
    private static float decay(float weightDecay, NDArray weight) {
        return weight.getShape().dimension() > 1 ? weightDecay : 0;
    }

    /**
     * Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019): beta 0.9 and 0.999, epsilon 1e-8.
     *
     * @param weightDecay the part of a weight that is taken away, times the learning rate, each step
     */
    record Adam(float weightDecay) implements Optimiser {
        /** @throws TrainingException if a value is out of its range */
        public Adam {
            requireDecay(weightDecay);
        }

        private static final float BETA1 = 0.9f;
        private static final float BETA2 = 0.999f;
        private static final float EPSILON = 1e-8f;

        @Override
        public int memories() {
            return 2;
        }

        @Override
        public void update(NDArray weight, NDArray gradient, NDList memories, long step, double rate, float scale) {
            double correction = Math.sqrt(1 - Math.pow(BETA2, step + 1.0)) / (1 - Math.pow(BETA1, step + 1.0));
            weight.getNDArrayInternal()
                    .adamUpdate(
                            new NDList(weight, gradient, memories.get(0), memories.get(1)),
                            new NDList(weight),
                            (float) rate,
                            (float) (rate * correction),
                            decay(weightDecay, weight),
                            scale,
                            -1,
                            BETA1,
                            BETA2,
                            EPSILON,
                            false,
                            true);
        }
    }

    /**
     * Stochastic gradient descent with momentum (Sutskever et al. 2013).
     *
     * @param momentum the part of the last step that is taken again
     * @param weightDecay the factor of the L2 penalty
     */
    record Sgd(float momentum, float weightDecay) implements Optimiser {
        /** @throws TrainingException if a value is out of its range */
        public Sgd {
            requireMomentum(momentum);
            requireDecay(weightDecay);
        }

        @Override
        public int memories() {
            return 1;
        }

        @Override
        public void update(NDArray weight, NDArray gradient, NDList memories, long step, double rate, float scale) {
            weight.getNDArrayInternal()
                    .sgdUpdate(
                            new NDList(weight, gradient, memories.get(0)),
                            new NDList(weight),
                            (float) rate,
                            decay(weightDecay, weight),
                            scale,
                            -1,
                            momentum,
                            false);
        }
    }
}

package dev.steadfast.training.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.training.TrainingException;

/**
 * Momentum, orthogonalised by Newton-Schulz (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"): a
 * step turns every direction of a weight's matrix about as far, also those in which the gradient is small. A convolution's
 * matrix has a row for each channel that comes out. Biases and other vectors are changed by Adam.
 *
 * <p>Steps have the size that Adam's have (Liu et al. 2025, "Muon is scalable for LLM training", equation 4), so that one learning rate
 * and one weight decay, a decoupled one, fit both.
 *
 * @param momentum the part of the average of gradients that remains after a step
 * @param weightDecay the part of a weight that is taken away, times the learning rate, each step
 */
public record Muon(float momentum, float weightDecay) implements Optimiser {
    private static final int ITERATIONS = 5;

    /** Of the odd polynomial that takes singular values from (0, 1] to near 1: of x, x^3 and x^5. */
    private static final float[] COEFFICIENTS = {3.4445f, -4.7750f, 2.0315f};

    private static final float LEAST_NORM = 1e-7f;

    /** The root mean square of Adam's steps, in learning rates. */
    private static final double STEP_SIZE = 0.2;

    /** @throws TrainingException if a value is out of its range */
    public Muon {
        Optimiser.requireMomentum(momentum);
        Optimiser.requireDecay(weightDecay);
    }

    /** As many as Adam needs. */
    @Override
    public int memories() {
        return 2;
    }

    @Override
    public void update(NDArray weight, NDArray gradient, NDList memories, long step, double rate, float scale) {
        if (weight.getShape().dimension() < 2) {
            new Adam(0).update(weight, gradient, memories, step, rate, scale);
            return;
        }
        try (NDManager scope = gradient.getManager().newSubManager()) {
            NDArray scaled = gradient.mul(scale);
            scaled.attach(scope);
            NDArray average = memories.get(0);
            average.muli(momentum).addi(scaled.mul(1 - momentum));
            NDArray ahead = average.mul(momentum);
            ahead.attach(scope);
            ahead.addi(scaled.mul(1 - momentum));
            Shape shape = weight.getShape();
            NDArray matrix = ahead.reshape(shape.get(0), shape.size() / shape.get(0));
            double longer = Math.max(shape.get(0), shape.size() / shape.get(0));
            NDArray change = orthogonalised(matrix).reshape(shape).muli((float) (rate * STEP_SIZE * Math.sqrt(longer)));
            weight.muli(1 - (float) rate * weightDecay).subi(change);
        }
    }

    /**
     * Takes the singular values of a matrix to about 0.7 to 1.2. The iterations go over the square matrix of its shorter side, since every
     * iterate is a polynomial of that one times the matrix.
     *
     * @param matrix float32 of two dimensions
     * @return a matrix with the same singular vectors
     */
    static NDArray orthogonalised(NDArray matrix) {
        boolean tall = matrix.getShape().get(0) > matrix.getShape().get(1);
        NDArray x = tall ? matrix.transpose() : matrix;
        x = x.div(x.square().sum().sqrt().add(LEAST_NORM));
        NDArray gram = x.matMul(x.transpose());
        NDArray one = x.getManager().eye((int) x.getShape().get(0));
        NDArray polynomial = one;
        for (int i = 0; i < ITERATIONS; i++) {
            NDArray squared = polynomial.matMul(gram).matMul(polynomial);
            NDArray factor = one.mul(COEFFICIENTS[0])
                    .addi(squared.mul(COEFFICIENTS[1]))
                    .addi(squared.matMul(squared).muli(COEFFICIENTS[2]));
            polynomial = factor.matMul(polynomial);
        }
        x = polynomial.matMul(x);
        return tall ? x.transpose() : x;
    }
}

package dev.steadfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expected values are from PyTorch 1.13 in Python: three steps of torch.optim, weight decay on the matrix alone. */
class OptimiserTest {
    private static final Offset<Float> ROUNDING = within(6e-6f);
    private static final double RATE = 0.1;

    private final Tensors tensors = new Tensors();

    @AfterEach
    void free() {
        tensors.close();
    }

    @Test
    void shouldStepAsAdamWithDecoupledWeightDecay() {
        Optimiser adam = new Optimiser.Adam(0.01f);

        assertThat(matrixAfterThreeSteps(adam))
                .containsExactly(new float[] {0.704981f, -1.70198f, 0.20648f, 0.249251f}, ROUNDING);
        assertThat(biasAfterThreeSteps(adam)).containsExactly(new float[] {0.00768171f, 0.192318f}, ROUNDING);
    }

    @Test
    void shouldStepAsStochasticGradientDescentWithMomentum() {
        Optimiser sgd = new Optimiser.Sgd(0.9f, 0.01f);

        assertThat(matrixAfterThreeSteps(sgd))
                .containsExactly(new float[] {0.899353f, -1.79871f, 0.212071f, 0.248599f}, ROUNDING);
        assertThat(biasAfterThreeSteps(sgd)).containsExactly(new float[] {-0.1755f, 0.13775f}, ROUNDING);
    }

    @Test
    void shouldScaleTheGradientFirst() {
        NDArray weight = tensors.manager().create(new float[] {1});
        NDArray gradient = tensors.manager().create(new float[] {4});

        new Optimiser.Sgd(0, 0)
                .update(weight, gradient, new NDList(tensors.manager().zeros(new Shape(1))), 0, 0.5, 0.25f);

        assertThat(weight.getFloat(0)).isEqualTo(0.5f);
    }

    private float[] matrixAfterThreeSteps(Optimiser optimiser) {
        return afterThreeSteps(
                optimiser,
                tensors.of(new float[] {1, -2}, new float[] {0.5f, 0.25f}),
                tensors.of(new float[] {0.1f, -0.2f}, new float[] {0.3f, 0}));
    }

    private float[] biasAfterThreeSteps(Optimiser optimiser) {
        return afterThreeSteps(
                optimiser,
                tensors.manager().create(new float[] {0.3f, -0.1f}),
                tensors.manager().create(new float[] {0.5f, -0.25f}));
    }

    private float[] afterThreeSteps(Optimiser optimiser, NDArray weight, NDArray firstGradient) {
        NDList memories = new NDList();
        for (int i = 0; i < optimiser.memories(); i++) {
            memories.add(tensors.manager().zeros(weight.getShape()));
        }
        for (int step = 0; step < 3; step++) {
            optimiser.update(weight, firstGradient.mul(step + 1), memories, step, RATE, 1);
        }
        return weight.toFloatArray();
    }
}

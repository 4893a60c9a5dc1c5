package dev.steadfast.training.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.training.Tensors;
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

    /** Muon's values are from float64 arithmetic in Python, with the iteration as the paper writes it down. */
    @Test
    void shouldStepAsMuonOnMatricesOfEitherShape() {
        Optimiser muon = new Muon(0.95f, 0.01f);

        assertThat(matrixAfterThreeSteps(muon))
                .containsExactly(new float[] {0.982261f, -1.926063f, 0.428636f, 0.236431f}, ROUNDING);
        assertThat(afterThreeSteps(
                        muon,
                        tensors.of(new float[] {1, -2}, new float[] {0.5f, 0.25f}, new float[] {0, 1}),
                        tensors.of(new float[] {0.1f, -0.2f}, new float[] {0.3f, 0}, new float[] {-0.1f, 0.4f})))
                .containsExactly(
                        new float[] {0.976786f, -1.953571f, 0.422153f, 0.241403f, 0.014985f, 0.913517f}, ROUNDING);
    }

    @Test
    void shouldStepAsMuonOnAConvolutionAsOnItsMatrix() {
        Optimiser muon = new Muon(0.95f, 0);
        NDArray gradient = tensors.manager().arange(24f).sin();
        Shape convolution = new Shape(4, 3, 2, 1);
        Shape matrix = new Shape(4, 6);

        float[] asConvolution =
                afterThreeSteps(muon, tensors.manager().zeros(convolution), gradient.reshape(convolution));

        assertThat(asConvolution)
                .containsExactly(afterThreeSteps(muon, tensors.manager().zeros(matrix), gradient.reshape(matrix)));
    }

    @Test
    void shouldChangeVectorsAsAdamDoesWhereMatricesChangeAsMuonSays() {
        assertThat(biasAfterThreeSteps(new Muon(0.95f, 0.01f)))
                .containsExactly(biasAfterThreeSteps(new Optimiser.Adam(0.01f)));
    }

    @Test
    void shouldTakeSingularValuesNearOne() {
        NDArray matrix = tensors.of(new float[] {0.1f, -0.2f, 0.4f}, new float[] {0.3f, 0, -0.2f});

        assertThat(Muon.orthogonalised(matrix).toFloatArray())
                .containsExactly(
                        new float[] {0.201471f, -0.455629f, 0.928821f, 0.632513f, 0.017562f, -0.462654f}, ROUNDING);
    }

    @Test
    void shouldLeaveAWeightWithoutGradientWhereItIs() {
        NDArray weight = tensors.of(new float[] {1, 2}, new float[] {3, 4});

        assertThat(afterThreeSteps(new Muon(0.95f, 0), weight, weight.zerosLike()))
                .containsExactly(1, 2, 3, 4);
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

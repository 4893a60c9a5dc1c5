package dev.steadfast.training.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.training.Tensors;
import dev.steadfast.training.objectives.Losses;
import dev.steadfast.training.run.ConvolutionCheck;
import dev.steadfast.training.run.Runs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Expected values are from PyTorch 1.13 in Python, and follow from softmax(Wx) - target by hand. */
class NetworkTest {
    private static final float[] GRADIENT = {-0.2036667f, 0.109494f, -0.0725447f, 0.2036667f, -0.109494f, 0.0725447f};

    @Test
    void shouldGiveTheGradientOfTheLoss() {
        try (Tensors tensors = new Tensors();
                Network matrix = matrix()) {
            backward(tensors, matrix);

            assertThat(matrix.weights().get(0).getGradient().toFloatArray()).containsExactly(GRADIENT, within(1e-6f));
        }
    }

    @Test
    void shouldNotAddTheGradientsOfTwoSteps() {
        try (Tensors tensors = new Tensors();
                Network matrix = matrix()) {
            Weights weights = new Weights(matrix.weights(), new Optimiser.Sgd(0, 0), 0, tensors.manager());
            backward(tensors, matrix);
            weights.zeroGradients();
            backward(tensors, matrix);

            assertThat(matrix.weights().get(0).getGradient().toFloatArray()).containsExactly(GRADIENT, within(1e-6f));
        }
    }

    /** By convolutions too, with channels of any number. */
    @Test
    void shouldGiveGradientsThatAgreeWithTheLoss() {
        assertThat(ConvolutionCheck.passes()).isTrue();
    }

    @Test
    void shouldShortenALongGradientAndFollowIt() {
        try (Tensors tensors = new Tensors();
                Network matrix = matrix()) {
            Weights weights = new Weights(matrix.weights(), new Optimiser.Sgd(0, 0), 0, tensors.manager());
            backward(tensors, matrix);

            double norm = weights.update(0, 1, 0.1);

            assertThat(norm).isCloseTo(0.3427, within(1e-4));
            assertThat(matrix.weights().get(0).getFloat(0, 0))
                    .isCloseTo((float) (0.5 + 0.2036667 * 0.1 / norm), within(1e-5f));
        }
    }

    @Test
    void shouldAverageWeightsAndPutThemBack() {
        try (Tensors tensors = new Tensors();
                Network matrix = matrix()) {
            Weights weights = new Weights(matrix.weights(), new Optimiser.Sgd(0, 0), 0.9, tensors.manager());
            NDArray weight = matrix.weights().get(0);
            backward(tensors, matrix);

            weights.update(0, 1, 0);

            // After the first step a tenth of the initial weight remains.
            float stepped = 0.5f + 0.2036667f;
            assertThat(weight.getFloat(0, 0)).isCloseTo(stepped, within(1e-6f));
            weights.withAverages(
                    () -> assertThat(weight.getFloat(0, 0)).isCloseTo(0.1f * 0.5f + 0.9f * stepped, within(1e-6f)));
            assertThat(weight.getFloat(0, 0)).isCloseTo(stepped, within(1e-6f));
        }
    }

    @Test
    void shouldLeaveNothingBehindInNativeMemory() {
        try (Tensors tensors = new Tensors();
                Network matrix = matrix()) {
            Weights weights = new Weights(matrix.weights(), new Optimiser.Adam(0), 0.9, tensors.manager());
            NDManager owner = matrix.weights().get(0).getManager();
            step(matrix, weights);
            int before = owner.getManagedArrays().size();
            int beside = tensors.manager().getManagedArrays().size();

            for (int i = 0; i < 3; i++) {
                step(matrix, weights);
            }

            assertThat(owner.getManagedArrays()).hasSize(before);
            assertThat(tensors.manager().getManagedArrays()).hasSize(beside);
        }
    }

    private static void step(Network matrix, Weights weights) {
        weights.zeroGradients();
        try (Tensors scope = new Tensors()) {
            backward(scope, matrix);
        }
        weights.update(0, 1e-3, 1);
        weights.withAverages(() -> assertThat(weights.finite()).isTrue());
    }

    private static Network matrix() {
        Path file = Runs.network("Matrix");
        return Network.trainable(file, file, ComputeDevice.named("cpu"));
    }

    /** {@return the loss} */
    private static float backward(Tensors tensors, Network matrix) {
        NDArray images = tensors.of(new float[] {0, 1, 0.5f}, new float[] {1, 0.25f, 0.75f})
                .reshape(new Shape(2, 3, 1, 1));
        NDArray targets = tensors.of(new float[] {0, 1}, new float[] {1, 0});
        try (GradientCollector gradients = PyTorchRuntime.engine().newGradientCollector()) {
            NDArray loss = Losses.crossEntropy(matrix.forward(images), targets);
            gradients.backward(loss);
            return loss.getFloat();
        }
    }
}

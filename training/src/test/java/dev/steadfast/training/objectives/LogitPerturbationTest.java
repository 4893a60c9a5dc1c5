package dev.steadfast.training.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.training.Tensors;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogitPerturbationTest {
    private static final int IMAGES = 2000;
    private static final int CLASSES = 5;
    private static final int DRAWS = 2;

    private final Tensors tensors = new Tensors();

    @AfterEach
    void free() {
        tensors.close();
    }

    @Test
    void shouldLeaveLogitsAloneUnlessAsked() {
        NDArray logits = tensors.of(new float[] {1, 2}, new float[] {3, 4});

        assertThat(LogitPerturbation.NONE.of(logits, noise(7), 1)).isSameAs(logits);
    }

    @Test
    void shouldDivideByTheTemperature() {
        NDArray logits = tensors.of(new float[] {1, 2}, new float[] {3, 5});

        assertThat(new LogitPerturbation(2, 0).of(logits, noise(7), 1).toFloatArray())
                .containsExactly(0.5f, 1, 1.5f, 2.5f);
    }

    @Test
    void shouldAddABiasOfTheWantedSpreadBeforeThat() {
        NDArray biases = biases(new LogitPerturbation(2, 3), 7, 1);

        assertThat(biases.mean().getFloat()).isCloseTo(0, within(0.1f));
        assertThat(biases.square().mean().getFloat()).isCloseTo(1.5f * 1.5f, within(0.1f));
    }

    @Test
    void shouldBiasAllDrawsOfAnImageAlikeAndEachImageInItsOwnWay() {
        NDArray biases = biases(new LogitPerturbation(1, 1), 7, 1);

        NDArray ofFirstDraw = biases.get("0:" + IMAGES);
        assertThat(biases.get(IMAGES + ":")).isEqualTo(ofFirstDraw);
        assertThat(ofFirstDraw.get(0)).isNotEqualTo(ofFirstDraw.get(1));
    }

    @Test
    void shouldFollowFromTheSeedAndTheStepAlone() {
        LogitPerturbation perturbation = new LogitPerturbation(1, 1);
        NDArray biases = biases(perturbation, 7, 1);

        assertThat(biases(perturbation, 7, 2)).isNotEqualTo(biases);
        assertThat(biases(perturbation, 8, 1)).isNotEqualTo(biases);
        assertThat(biases(perturbation, 7, 1)).isEqualTo(biases);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | 0   | temperature must be above 0, but is 0.0
            NaN | 0   | temperature must be above 0, but is NaN
            1   | -1  | class-bias must be 0 or more, but is -1.0
            1   | NaN | class-bias must be 0 or more, but is NaN
            """)
    void shouldRefuseWhatIsNone(double temperature, double classBias, String message) {
        assertThatThrownBy(() -> new LogitPerturbation(temperature, classBias))
                .isInstanceOf(TrainingException.class)
                .hasMessage(message);
    }

    private NDArray biases(LogitPerturbation perturbation, long seed, long step) {
        NDArray zeros = tensors.manager().zeros(new Shape(DRAWS * IMAGES, CLASSES));
        return perturbation.of(zeros, noise(seed), step);
    }

    private static NoiseDraws noise(long seed) {
        return new NoiseDraws(NoiseLevels.parse("0.25"), DRAWS, new Seed(seed));
    }
}

package dev.steadfast.training.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseRangeTest {

    @Test
    void shouldReadOneSigmaOrARange() {
        assertThat(NoiseRange.parse("0.25")).isEqualTo(new NoiseRange(0.25, 0.25));
        assertThat(NoiseRange.parse("0.1..1.0")).isEqualTo(new NoiseRange(0.1, 1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "0.5..0.25", "0..1", "-0.25", "0.1..0.2..0.3", "NaN", "0.1..", "1e9"})
    void shouldRefuseWhatIsNoNoise(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoiseRange.parse(text))
                .withMessageStartingWith("sigma must be");
    }

    @Test
    void shouldDrawTheLogarithmUniformly() {
        SplittableRandom random = new SplittableRandom(3);
        NoiseRange range = new NoiseRange(0.1, 1.0);

        double[] logarithms = new double[20_000];
        Arrays.setAll(logarithms, i -> Math.log10(range.draw(random)));

        assertThat(Arrays.stream(logarithms)).allMatch(value -> value >= -1.000001 && value <= 0.000001);
        assertThat(Arrays.stream(logarithms).average().orElseThrow()).isCloseTo(-0.5, within(0.01));
        assertThat(Arrays.stream(logarithms).filter(value -> value < -0.75).count())
                .isBetween(4_800L, 5_200L);
    }
}

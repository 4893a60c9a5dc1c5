package dev.steadfast.training.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseLevelsTest {
    private static final int DRAWS = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"0.25", "0.1..1.0", "0.12,0.25*4.0,0.5..1.0*0.5"})
    void shouldReadWhatItWrites(String text) {
        assertThat(NoiseLevels.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "0.25,", "0.25*", "0.25*a", "0.25*0", "0.25*-1", "0.25*NaN", "*2", "0.5..0.25*2"})
    void shouldRefuseWhatIsNoNoise(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoiseLevels.parse(text))
                .withMessageStartingWith("sigma must");
    }

    @Test
    void shouldDrawEachPartAsOftenAsItsWeightSays() {
        NoiseLevels levels = NoiseLevels.parse("0.12,0.25*2,0.5..1.0*5");
        SplittableRandom random = new SplittableRandom(5);
        float[] drawn = new float[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            drawn[i] = levels.draw(random);
        }

        assertThat(share(drawn, 0.12f, 0.12f)).isCloseTo(1 / 8.0, within(0.01));
        assertThat(share(drawn, 0.25f, 0.25f)).isCloseTo(2 / 8.0, within(0.01));
        assertThat(share(drawn, 0.5f, 1.0f)).isCloseTo(5 / 8.0, within(0.01));
        assertThat(share(drawn, 0.5f, 0.7071f)).isCloseTo(2.5 / 8.0, within(0.01));
    }

    @Test
    void shouldSpanAllItsParts() {
        NoiseLevels levels = NoiseLevels.parse("0.5,0.12..0.25");

        assertThat(levels.max()).isEqualTo(0.5);
        assertThat(levels.spans(0.12)).isTrue();
        assertThat(levels.spans(0.3)).isTrue();
        assertThat(levels.spans(0.5)).isTrue();
        assertThat(levels.spans(0.1)).isFalse();
        assertThat(levels.spans(0.6)).isFalse();
    }

    private static double share(float[] drawn, float least, float most) {
        return Arrays.stream(box(drawn))
                        .filter(sigma -> sigma >= least && sigma <= most + 1e-6f)
                        .count()
                / (double) drawn.length;
    }

    private static Float[] box(float[] values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return boxed;
    }
}

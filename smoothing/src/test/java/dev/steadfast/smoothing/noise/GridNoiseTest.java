package dev.steadfast.smoothing.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridNoiseTest {

    @Test
    void shouldHoldEveryDrawInAShortAtTheLargestSigma() {
        assertThat(GridNoise.of(Limits.MAX_SIGMA).largest()).isEqualTo(9_338).isLessThan(Short.MAX_VALUE);
    }

    @Test
    void shouldKeepTheTableOfASigma() {
        assertThat(GridNoise.of(0.33)).isSameAs(GridNoise.of(0.33));
        assertThat(GridNoise.of(0.33).sigma()).isEqualTo(0.33);
    }

    @Test
    void shouldForgetTheTableUsedLeastRecently() {
        // Given
        GridNoise first = GridNoise.of(0.011);

        // When
        for (int i = 0; i < 16; i++) {
            assertThat(GridNoise.of(0.012 + i * 1e-4)).isNotSameAs(first);
        }

        // Then
        assertThat(GridNoise.of(0.011)).isNotSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.25, 0.0099, 4.0001, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectASigmaOutOfRange(double sigma) {
        assertThatThrownBy(() -> GridNoise.of(sigma))
                .hasMessage("sigma = %s: must be from 0.01 to 4.0", sigma)
                .asInstanceOf(type(InvalidPlanException.class))
                .extracting(InvalidPlanException::rule)
                .isEqualTo(Rule.SIGMA_OUT_OF_RANGE);
    }
}

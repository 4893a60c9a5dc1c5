package dev.steadfast.smoothing.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingTest {

    @ParameterizedTest
    @CsvSource({
        "0.4999, 2, 0.49",
        "0.999999, 3, 0.999",
        "1.5, 0, 1",
        "0, 2, 0.00",
        "-0.001, 2, -0.01",
        "1e-12, 4, 0.0000",
        "12345678.5, 1, 12345678.5",
        // The double nearest to 0.29 lies below it.
        "0.29, 2, 0.28"
    })
    void shouldRoundDown(double value, int decimals, String expected) {
        assertThat(Rounding.down(value, decimals)).isEqualTo(expected);
    }

    @Test
    void shouldNeverExceedTheValue() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            double value = random.nextDouble(-1, 4);
            assertThat(new BigDecimal(Rounding.down(value, i % 6))).isLessThanOrEqualTo(new BigDecimal(value));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectWhatHasNoDecimals(double value) {
        assertThatThrownBy(() -> Rounding.down(value, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value = %s: must be finite", value);
    }

    @Test
    void shouldRejectNegativeDecimals() {
        assertThatThrownBy(() -> Rounding.down(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("decimals = -1: must not be negative");
    }
}

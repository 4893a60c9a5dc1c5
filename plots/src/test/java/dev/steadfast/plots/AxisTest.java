package dev.steadfast.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.05, 0.35", // 0.3 / 0.05 is a little less than 6 in binary
        "0.35, 0.05, 0.4",
        "3, 0.5, 3.5",
        "100, 20, 120",
        "1e-7, 2e-8, 1.2e-7",
    })
    void shouldEndAtTheFirstTickBehindTheLargestValue(double largest, double tick, double end) {
        Axis axis = Axis.fromZeroTo("metres", largest);

        assertThat(axis.label()).isEqualTo("metres");
        assertThat(axis.min()).isZero();
        assertThat(axis.tick()).isCloseTo(tick, Offset.offset(tick * 1e-9));
        assertThat(axis.max()).isCloseTo(end, Offset.offset(end * 1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldShowZeroToOneWhereThereIsNothingToShow(double largest) {
        Axis axis = Axis.fromZeroTo("metres", largest);

        assertThat(axis.tick()).isCloseTo(0.2, Offset.offset(1e-9));
        assertThat(axis.max()).isCloseTo(1.2, Offset.offset(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0.1", "2, 1, 0.1", "0, 1, 0", "0, NaN, 0.1", "0, Infinity, 0.1"})
    void shouldRefuseAnAxisWithoutLength(double min, double max, double tick) {
        assertThatThrownBy(() -> new Axis("metres", min, max, tick))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("min < max and a tick above 0");
    }
}

package dev.steadfast.smoothing.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.OracleTable;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClopperPearsonTest {

    static Stream<OracleTable.Row> oracle() {
        return OracleTable.rows("bounds.csv");
    }

    @ParameterizedTest
    @MethodSource("oracle")
    void shouldNeverExceedTheExactBoundAndStayCloseToIt(OracleTable.Row row) {
        // Given
        BigDecimal exact = new BigDecimal(row.text("p_lower"));
        BigDecimal shortfall = exact.multiply(new BigDecimal(exact.doubleValue() < 0.5 ? "5e-8" : "1e-11"));

        // When
        double bound = ClopperPearson.lowerBound(row.integer("k"), row.integer("n"), row.number("alpha"));

        // Then
        assertThat(new BigDecimal(bound)).isLessThanOrEqualTo(exact);
        assertThat(new BigDecimal(bound)).isGreaterThanOrEqualTo(exact.subtract(shortfall));
    }

    static Stream<OracleTable.Row> tails() {
        return OracleTable.rows("binomial-tails.csv");
    }

    /** The allowance must cover the library's error, twenty times over. */
    @ParameterizedTest
    @MethodSource("tails")
    void shouldNeverUnderstateATail(OracleTable.Row row) {
        // Given
        int n = row.integer("n");
        double exact = row.number("tail");

        // When
        double tail = ClopperPearson.largestTail(row.integer("k"), n, row.number("p"));

        // Then
        assertThat(tail / exact - 1).isBetween(0.95 * (1e-12 + n * 1e-15), 1.05 * (1e-12 + n * 1e-15));
    }

    @Test
    void shouldGrowWithTheVotesAndWithAlpha() {
        for (int k = 1; k <= 100; k++) {
            assertThat(ClopperPearson.lowerBound(k, 100, 0.001))
                    .isGreaterThan(ClopperPearson.lowerBound(k - 1, 100, 0.001))
                    .isLessThan(ClopperPearson.lowerBound(k, 100, 0.01));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void shouldRejectVotesThatCannotBe(int k) {
        assertThatThrownBy(() -> ClopperPearson.lowerBound(k, 100, 0.001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k = %d: must be from 0 to n = 100", k);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.001, SAMPLES_OUT_OF_RANGE",
        "-1, 0.001, SAMPLES_OUT_OF_RANGE",
        "10000001, 0.001, SAMPLES_OUT_OF_RANGE",
        "100, 0, ALPHA_OUT_OF_RANGE",
        "100, 1, ALPHA_OUT_OF_RANGE",
        "100, -0.1, ALPHA_OUT_OF_RANGE",
        "100, 1e-31, ALPHA_OUT_OF_RANGE",
        "100, NaN, ALPHA_OUT_OF_RANGE"
    })
    void shouldRejectParametersOutOfRange(int n, double alpha, Rule rule) {
        assertThatThrownBy(() -> ClopperPearson.lowerBound(0, n, alpha))
                .asInstanceOf(type(InvalidPlanException.class))
                .extracting(InvalidPlanException::rule)
                .isEqualTo(rule);
    }
}

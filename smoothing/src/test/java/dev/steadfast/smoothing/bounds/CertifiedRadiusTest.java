package dev.steadfast.smoothing.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.smoothing.OracleTable;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertifiedRadiusTest {

    private static final double[] SIGMAS = {0.01, 0.12, 0.25, 0.5, 1, 4};

    static Stream<OracleTable.Row> quantiles() {
        return OracleTable.rows("normal-quantiles.csv");
    }

    static Stream<OracleTable.Row> bounds() {
        return OracleTable.rows("bounds.csv");
    }

    @ParameterizedTest
    @MethodSource("quantiles")
    void shouldNeverExceedTheExactRadiusOfABoundAndStayCloseToIt(OracleTable.Row row) {
        for (double sigma : SIGMAS) {
            BigDecimal exact = exactRadius(sigma, row);

            BigDecimal radius = new BigDecimal(CertifiedRadius.of(sigma, row.number("p")));

            assertThat(radius)
                    .isLessThanOrEqualTo(exact)
                    .isGreaterThanOrEqualTo(exact.multiply(new BigDecimal("0.9999999999998")));
        }
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void shouldNeverExceedTheExactRadiusOfTheVotesAndStayCloseToIt(OracleTable.Row row) {
        double bound = ClopperPearson.lowerBound(row.integer("k"), row.integer("n"), row.number("alpha"));
        for (double sigma : SIGMAS) {
            BigDecimal exact = exactRadius(sigma, row);

            BigDecimal radius = new BigDecimal(CertifiedRadius.of(sigma, bound));

            assertThat(radius)
                    .isLessThanOrEqualTo(exact)
                    .isGreaterThanOrEqualTo(exact.subtract(new BigDecimal("1e-8")));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.5})
    void shouldBeZeroWhereNothingIsCertified(double pLower) {
        assertThat(CertifiedRadius.of(0.25, pLower)).isZero();
    }

    @Test
    void shouldBeAboveZeroForTheSmallestBoundAboveAHalf() {
        assertThat(CertifiedRadius.of(0.25, Math.nextUp(0.5))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.1, Double.NaN})
    void shouldRejectWhatIsNoLowerBound(double pLower) {
        assertThatThrownBy(() -> CertifiedRadius.of(0.25, pLower))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pLower = %s: must be from 0 to below 1", pLower);
    }

    private static BigDecimal exactRadius(double sigma, OracleTable.Row row) {
        return new BigDecimal(sigma).multiply(new BigDecimal(row.text("radius_over_sigma")));
    }
}

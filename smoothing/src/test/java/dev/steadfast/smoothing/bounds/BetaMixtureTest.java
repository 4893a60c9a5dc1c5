package dev.steadfast.smoothing.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.smoothing.OracleTable;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BetaMixtureTest {

    static Stream<OracleTable.Row> mixtures() {
        return OracleTable.rows("mixtures.csv");
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void shouldNeverOverstateTheEvidenceAndStayCloseToIt(OracleTable.Row row) {
        // Given
        BigDecimal exact = new BigDecimal(row.text("log_against"));
        int n = row.integer("n");

        // When
        double evidence = BetaMixture.against(row.integer("k"), n, row.number("q0"));

        // Then
        assertThat(new BigDecimal(evidence)).isLessThan(exact);
        assertThat(evidence).isCloseTo(exact.doubleValue(), within(1e-11 + n * 1e-12));
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void shouldMeasureTheEvidenceInFavour(OracleTable.Row row) {
        assertThat(BetaMixture.inFavour(row.integer("k"), row.integer("n"), row.number("q0")))
                .isCloseTo(row.number("log_in_favour"), within(1e-9));
    }

    static Stream<OracleTable.Row> bounds() {
        return OracleTable.rows("mixture-bounds.csv");
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void shouldNeverExceedTheExactBoundAndStayCloseToIt(OracleTable.Row row) {
        // Given
        BigDecimal exact = new BigDecimal(row.text("p_lower"));

        // When
        double bound = BetaMixture.lowerBound(row.integer("k"), row.integer("n"), row.number("alpha"));

        // Then
        assertThat(new BigDecimal(bound)).isLessThanOrEqualTo(exact);
        assertThat(bound).isCloseTo(exact.doubleValue(), within(1e-9));
    }

    /** The mean number of samples until the evidence suffices, one look after each: simulated elsewhere, with other code. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.6, 450",
        "0, 0.8, 42",
        "0, 0.99, 12",
        "1, 0.95, 135",
        "1, 0.99, 57",
        "2, 0.99, 1633",
        "2, 0.999, 407"
    })
    void shouldTakeAsManySamplesAsExpected(double radiusOverSigma, double p, int samples) {
        double q0 = NormalDistribution.of(0, 1).survivalProbability(radiusOverSigma);

        double mean = IntStream.range(0, 400)
                .map(seed -> stoppingTime(new SplittableRandom(seed), p, (k, n) -> BetaMixture.against(k, n, q0)))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(samples, within(0.12 * samples));
    }

    /** No test needs fewer than the likelihood ratio with the true p (Wald 1945), whatever prior it makes of an image's first votes. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.6, 1.27",
        "0, 0.8, 1.10",
        "0, 0.99, 1.08",
        "1, 0.95, 1.10",
        "1, 0.99, 1.09",
        "2, 0.99, 1.13",
        "2, 0.999, 1.11"
    })
    void shouldTakeLittleMoreSamplesThanIfTheProbabilityWereKnown(double radiusOverSigma, double p, double ratio) {
        double q0 = NormalDistribution.of(0, 1).survivalProbability(radiusOverSigma);
        Evidence known = (k, n) -> k * Math.log(p / (1 - q0)) + (n - k) * Math.log((1 - p) / q0);

        double mixture = 0;
        double least = 0;
        for (int seed = 0; seed < 400; seed++) {
            mixture += stoppingTime(new SplittableRandom(seed), p, (k, n) -> BetaMixture.against(k, n, q0));
            least += stoppingTime(new SplittableRandom(seed), p, known);
        }

        assertThat(mixture / least).isCloseTo(ratio, within(0.1));
    }

    private interface Evidence {
        double of(int k, int n);
    }

    private static int stoppingTime(SplittableRandom random, double p, Evidence evidence) {
        int k = 0;
        int n = 0;
        while (evidence.of(k, n) < -Math.log(0.001)) {
            k += random.nextDouble() < p ? 1 : 0;
            n++;
        }
        return n;
    }

    @Test
    void shouldSayNothingBeforeTheFirstSample() {
        assertThat(BetaMixture.against(0, 0, 0.3)).isCloseTo(0, within(1e-11));
        assertThat(BetaMixture.lowerBound(0, 10, 0.001)).isZero();
    }
}

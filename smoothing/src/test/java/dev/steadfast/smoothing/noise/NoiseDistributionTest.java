package dev.steadfast.smoothing.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The draws against the exact distribution, which is computed here from the Gaussian and not taken from the table. The keys are
 * fixed, so a test passes always or never; its level says how surprising the keys' draws may be.
 */
class NoiseDistributionTest {

    private static final int SAMPLES = 40;
    private static final int DRAWS = 100_000;
    private static final NoiseKey KEY = key(1);
    private static final double LEVEL = 1e-4;

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.12, 0.25, 0.5, 1, 4})
    void shouldPassAChiSquareTest(double sigma) {
        long[] histogram = histogram(GridNoise.of(sigma));

        assertThat(chiSquarePValue(histogram, sigma)).isBetween(LEVEL, 1 - LEVEL);
    }

    @Test
    void shouldFailTheChiSquareTestOfASigmaThatIsHalfAPercentOff() {
        long[] histogram = histogram(GridNoise.of(0.25));

        assertThat(chiSquarePValue(histogram, 0.25125)).isLessThan(LEVEL);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.12, 0.25, 0.5, 1, 4})
    void shouldPassAKolmogorovSmirnovTest(double sigma) {
        // Given
        long[] histogram = histogram(GridNoise.of(sigma));
        int largest = histogram.length / 2;

        // When
        double distance = 0;
        long below = 0;
        for (int i = 0; i < histogram.length; i++) {
            below += histogram[i];
            distance = Math.max(distance, Math.abs((double) below / (SAMPLES * DRAWS) - cdf(i - largest, sigma)));
        }

        // Then: the critical value for continuous distributions, which is conservative for discrete ones.
        assertThat(distance * Math.sqrt(SAMPLES * DRAWS)).isLessThan(Math.sqrt(-0.5 * Math.log(LEVEL / 2)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.25, 4})
    void shouldHaveTheProbabilitiesOfTheRoundedGaussian(double sigma) {
        GridNoise noise = GridNoise.of(sigma);

        double total = 0;
        for (int value = -noise.largest(); value <= noise.largest(); value++) {
            double exact = NormalDistribution.of(0, 255 * sigma).probability(value - 0.5, value + 0.5);
            assertThat(Math.abs(noise.probability(value) - exact)).isLessThan(1e-15);
            total += noise.probability(value);
        }
        assertThat(Math.abs(total - 1)).isLessThan(1e-12);
        assertThat(noise.probability(noise.largest() + 1)).isZero();
        assertThat(noise.probability(-noise.largest() - 1)).isZero();
    }

    @Test
    void shouldDrawSamplesIndependently() {
        NoiseStream stream = GridNoise.of(0.25).stream(KEY);

        for (int sample = 0; sample < SAMPLES; sample++) {
            assertIndependent(fill(stream, sample), fill(stream, sample + 1));
        }
        assertIndependent(fill(stream, 0), fill(stream, 1L << 32));
    }

    @Test
    void shouldDrawTheValuesOfASampleIndependently() {
        short[] noise = fill(GridNoise.of(0.25).stream(KEY), 0);

        for (int lag : new int[] {1, 2, 3, 224, 512, 224 * 224}) {
            assertIndependent(Arrays.copyOf(noise, DRAWS - lag), Arrays.copyOfRange(noise, lag, DRAWS));
        }
    }

    @Test
    void shouldDrawIndependentlyForKeysOneBitApart() {
        GridNoise noise = GridNoise.of(0.25);

        assertIndependent(fill(noise.stream(key(2)), 0), fill(noise.stream(key(3)), 0));
    }

    @Test
    void shouldNoticeDependentDraws() {
        // Given: one draw in thirty is shared.
        short[] one = fill(GridNoise.of(0.25).stream(KEY), 0);
        short[] other = fill(GridNoise.of(0.25).stream(KEY), 1);
        for (int j = 0; j < DRAWS; j += 30) {
            other[j] = one[j];
        }

        // Then
        assertThat(pairPValue(one, other)).isLessThan(LEVEL);
        assertThat(standardizedCorrelation(one, other)).isGreaterThan(4);
    }

    private static void assertIndependent(short[] one, short[] other) {
        assertThat(pairPValue(one, other)).isBetween(LEVEL, 1 - LEVEL);
        assertThat(Math.abs(standardizedCorrelation(one, other))).isLessThan(4);
    }

    private static NoiseKey key(int lastByte) {
        byte[] bytes = new byte[NoiseKey.BYTES];
        bytes[NoiseKey.BYTES - 1] = (byte) lastByte;
        return NoiseKey.of(bytes);
    }

    private static short[] fill(NoiseStream stream, long sample) {
        short[] noise = new short[DRAWS];
        stream.fill(sample, noise);
        return noise;
    }

    private static long[] histogram(GridNoise noise) {
        long[] histogram = new long[2 * noise.largest() + 1];
        NoiseStream stream = noise.stream(KEY);
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (short value : fill(stream, sample)) {
                histogram[value + noise.largest()]++;
            }
        }
        return histogram;
    }

    /** Neighbouring values are pooled until 20 draws are expected. */
    private static double chiSquarePValue(long[] histogram, double sigma) {
        int largest = histogram.length / 2;
        double statistic = 0;
        int cells = 0;
        double start = 0;
        long observed = 0;
        for (int i = 0; i < histogram.length; i++) {
            observed += histogram[i];
            double end = cdf(i - largest, sigma);
            double expected = (end - start) * SAMPLES * DRAWS;
            boolean restIsLarge = (1 - end) * SAMPLES * DRAWS >= 20;
            if (i == histogram.length - 1 || (expected >= 20 && restIsLarge)) {
                statistic += (observed - expected) * (observed - expected) / expected;
                cells++;
                start = end;
                observed = 0;
            }
        }
        return ChiSquaredDistribution.of(cells - 1).survivalProbability(statistic);
    }

    /** Chi-square of an 8 x 8 table of the pairs' octiles, against the product of the margins. */
    private static double pairPValue(short[] one, short[] other) {
        double[][] table = new double[8][8];
        double[] rows = new double[8];
        double[] columns = new double[8];
        for (int j = 0; j < one.length; j++) {
            int row = octile(one[j]);
            int column = octile(other[j]);
            table[row][column]++;
            rows[row]++;
            columns[column]++;
        }
        double statistic = IntStream.range(0, 64)
                .mapToDouble(cell -> {
                    double expected = rows[cell / 8] * columns[cell % 8] / one.length;
                    double excess = table[cell / 8][cell % 8] - expected;
                    return excess * excess / expected;
                })
                .sum();
        return ChiSquaredDistribution.of(49).survivalProbability(statistic);
    }

    private static int octile(short value) {
        return (int) (8 * cdf(value, 0.25));
    }

    /** About standard normal for independent draws. */
    private static double standardizedCorrelation(short[] one, short[] other) {
        double products = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int j = 0; j < one.length; j++) {
            products += one[j] * other[j];
            squares += one[j] * one[j];
            otherSquares += other[j] * other[j];
        }
        return products / Math.sqrt(squares * otherSquares) * Math.sqrt(one.length);
    }

    private static double cdf(int value, double sigma) {
        return NormalDistribution.of(0, 255 * sigma).cumulativeProbability(value + 0.5);
    }
}

package dev.steadfast.smoothing.noise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.smoothing.OracleTable;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTableTest {

    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(64);

    static Stream<OracleTable.Row> oracle() {
        return OracleTable.rows("noise-tables.csv");
    }

    @ParameterizedTest
    @MethodSource("oracle")
    void shouldHaveTheThresholdsOfTheOracle(OracleTable.Row row) throws NoSuchAlgorithmException {
        // When
        NoiseTable table = new NoiseTable(row.number("sigma"));

        // Then
        assertThat(table.largest()).isEqualTo(row.integer("largest"));
        ByteArrayOutputStream thresholds = new ByteArrayOutputStream();
        for (int value = -table.largest(); value < table.largest(); value++) {
            byte[] bytes = new byte[Long.BYTES];
            ByteBuffer.wrap(bytes).putLong(table.cumulative(value).longValue());
            thresholds.writeBytes(bytes);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(thresholds.toByteArray());
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(row.text("sha256"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.12, 0.25, 1, 4})
    void shouldMapTheFirstAndTheLastUniformOfAnIntervalToItsValue(double sigma) {
        NoiseTable table = new NoiseTable(sigma);

        for (int value = -table.largest(); value <= table.largest(); value++) {
            BigInteger first = table.cumulative(value - 1);
            BigInteger end = table.cumulative(value);
            // Far out a value may be so unlikely that no uniform is left to it.
            if (first.compareTo(end) < 0) {
                assertThat(table.value(first.longValue())).isEqualTo(value);
                assertThat(table.value(end.longValue() - 1)).isEqualTo(value);
            }
        }
        assertThat(table.value(0)).isEqualTo(-table.largest());
        assertThat(table.value(-1)).isEqualTo(table.largest());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.25, 4})
    void shouldMapAnyUniformToTheValueWhoseIntervalHoldsIt(double sigma) {
        NoiseTable table = new NoiseTable(sigma);
        SplittableRandom random = new SplittableRandom(1);

        for (int i = 0; i < 20_000; i++) {
            long bits = random.nextLong();
            int value = table.value(bits);
            BigInteger uniform = new BigInteger(Long.toUnsignedString(bits));
            assertThat(uniform.compareTo(table.cumulative(value - 1))).isNotNegative();
            assertThat(uniform.compareTo(table.cumulative(value))).isNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.25, 4})
    void shouldBeExactlySymmetric(double sigma) {
        NoiseTable table = new NoiseTable(sigma);

        for (int value = 0; value <= table.largest(); value++) {
            assertThat(table.cumulative(value)).isEqualTo(ALL.subtract(table.cumulative(-value - 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.25, 1, 4})
    void shouldStayCloseToTheExactDistributionOverAWholeImage(double sigma) {
        // Given
        NoiseTable table = new NoiseTable(sigma);

        // When
        BigInteger distance = totalVariation(table, sigma);

        // Then
        assertThat(times(distance, 3 * 224 * 224)).isLessThan(1e-9);
        assertThat(times(distance, GridNoise.MAX_DRAWS)).isLessThan(GridNoise.SAMPLE_ERROR);
        assertThat(times(distance, 1)).isLessThanOrEqualTo((2 * table.largest() + 2) * 0x1p-65);
    }

    /** Half the sum of |p(k) - exact p(k)| over the values drawn, and the tails that are cut, in units of 2^-256. */
    private static BigInteger totalVariation(NoiseTable table, double sigma) {
        int scale = NormalCdf.FRACTION_BITS - Long.SIZE;
        BigInteger sum = BigInteger.ZERO;
        BigInteger lower = exactCumulative(-table.largest() - 1, sigma);
        for (int value = -table.largest(); value <= table.largest(); value++) {
            BigInteger upper = exactCumulative(value, sigma);
            BigInteger exact = upper.subtract(lower);
            BigInteger drawn = table.cumulative(value)
                    .subtract(table.cumulative(value - 1))
                    .shiftLeft(scale);
            sum = sum.add(drawn.subtract(exact).abs());
            lower = upper;
        }
        BigInteger tail = exactCumulative(-table.largest() - 1, sigma);
        return sum.add(tail.shiftLeft(1)).shiftRight(1);
    }

    private static BigInteger exactCumulative(int value, double sigma) {
        BigInteger numerator = BigInteger.valueOf(Math.abs(2L * value + 1));
        BigInteger z = NormalCdf.fixed(new BigDecimal(numerator)
                .divide(new BigDecimal(sigma).multiply(BigDecimal.valueOf(510)), new MathContext(90))
                .toString());
        BigInteger half = BigInteger.ONE.shiftLeft(NormalCdf.FRACTION_BITS - 1);
        BigInteger mass = NormalCdf.centralMass(z);
        return value >= 0 ? half.add(mass) : half.subtract(mass);
    }

    private static double times(BigInteger distance, int draws) {
        return Math.scalb(distance.multiply(BigInteger.valueOf(draws)).doubleValue(), -NormalCdf.FRACTION_BITS);
    }
}

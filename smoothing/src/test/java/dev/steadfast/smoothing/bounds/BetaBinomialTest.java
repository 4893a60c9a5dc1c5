package dev.steadfast.smoothing.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaBinomialTest {

    private static final MathContext DIGITS = new MathContext(60);
    private static final Percentage RELATIVE_1E_12 = Percentage.withPercentage(1e-10);

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "7, 50, 10",
        "0, 50, 10",
        "50, 50, 10",
        "0, 0, 12",
        "600, 3000, 60",
        "1, 100000, 40",
        "99999, 100000, 40",
        "123456, 1000000, 300"
    })
    void shouldAgreeWithExactFractions(long pastSuccesses, long pastTrials, int trials) {
        BetaBinomial distribution = BetaBinomial.after(pastSuccesses, pastTrials, trials);

        for (int k = 0; k <= trials + 1; k++) {
            double exact = exactTail(pastSuccesses, pastTrials, trials, k);
            assertThat(distribution.upperTail(k)).as("P[X >= %d]", k).isCloseTo(exact, RELATIVE_1E_12);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "300, 1000, 100000, 31000",
        "300, 1000, 100000, 35000",
        "2000000, 10000000, 100000, 20500",
        "2000000, 10000000, 100000, 22000",
        "0, 50, 100000, 5000",
        "50, 50, 100000, 99999",
        "9000000, 10000000, 50000, 44000"
    })
    void shouldKeepItsPrecisionOverManyTrials(long pastSuccesses, long pastTrials, int trials, int k) {
        double tail = BetaBinomial.after(pastSuccesses, pastTrials, trials).upperTail(k);

        assertThat(tail)
                .isBetween(1e-290, 1.0)
                .isCloseTo(preciseTail(pastSuccesses, pastTrials, trials, k), RELATIVE_1E_12);
    }

    /** Computed with Python's {@code fractions}. */
    @ParameterizedTest
    @CsvSource({
        "5, 50, 10, 5, 0.005789450718112786",
        "40, 200, 20, 12, 0.00024243171305690157",
        "0, 60, 30, 3, 0.012343891858108698"
    })
    void shouldAgreeWithValuesFromElsewhere(long pastSuccesses, long pastTrials, int trials, int k, double expected) {
        assertThat(BetaBinomial.after(pastSuccesses, pastTrials, trials).upperTail(k))
                .isCloseTo(expected, Percentage.withPercentage(1e-9));
    }

    @Test
    void shouldFallFromOneToZero() {
        BetaBinomial distribution = BetaBinomial.after(7, 50, 10);

        assertThat(distribution.upperTail(Integer.MIN_VALUE)).isOne();
        assertThat(distribution.upperTail(0)).isOne();
        assertThat(distribution.upperTail(11)).isZero();
        assertThat(new BetaBinomial(0, 1, 1).upperTail(1)).isZero();
        for (int k = 1; k <= 10; k++) {
            assertThat(distribution.upperTail(k)).isLessThan(distribution.upperTail(k - 1));
        }
    }

    @Test
    void shouldFindARareEventAboutAsOftenAsItIsToBeExpected() {
        // Given windows of 60 trials after a past of 600, all of one probability; the seed is fixed
        SplittableRandom random = new SplittableRandom(20_261_101);
        int windows = 40_000;
        double threshold = 0.01;
        int rare = 0;

        // When
        for (int window = 0; window < windows; window++) {
            double probability = random.nextDouble(0.02, 0.5);
            int past = successes(random, 600, probability);
            int now = successes(random, 60, probability);
            rare += BetaBinomial.after(past, 600, 60).upperTail(now) <= threshold ? 1 : 0;
        }

        // Then the rate is below the threshold, since the tail is discrete, and of its order; four standard errors are
        // 0.002
        assertThat((double) rare / windows).isCloseTo(0.0075, within(0.0035));
    }

    @Test
    void shouldRefuseWhatIsNoDistribution() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaBinomial.after(3, 2, 10))
                .withMessage("past successes must be from 0 to 2, but are 3");
        assertThatIllegalArgumentException().isThrownBy(() -> BetaBinomial.after(-1, 2, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> BetaBinomial.after(1, 2, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BetaBinomial(1, Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BetaBinomial(1, 1, Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> new BetaBinomial(1, 0.1, 1));
    }

    private static int successes(SplittableRandom random, int trials, double probability) {
        int successes = 0;
        for (int i = 0; i < trials; i++) {
            successes += random.nextDouble() < probability ? 1 : 0;
        }
        return successes;
    }

    /** C(n, j) (a)_j (b)_(n-j) / (a + b)_n, summed as fractions; a and b are doubled, so that all factors are whole. */
    private static double exactTail(long pastSuccesses, long pastTrials, int n, int k) {
        long a = 2 * pastSuccesses + 1;
        long b = 2 * (pastTrials - pastSuccesses) + 1;
        BigInteger tail = BigInteger.ZERO;
        BigInteger choose = BigInteger.ONE;
        for (int j = 0; j <= n; j++) {
            if (j >= k) {
                tail = tail.add(choose.multiply(rising(a, j)).multiply(rising(b, n - j)));
            }
            choose = choose.multiply(BigInteger.valueOf(n - j)).divide(BigInteger.valueOf(j + 1));
        }
        return new BigDecimal(tail)
                .divide(new BigDecimal(rising(a + b, n)), DIGITS)
                .doubleValue();
    }

    private static BigInteger rising(long doubled, int factors) {
        BigInteger product = BigInteger.ONE;
        for (int i = 0; i < factors; i++) {
            product = product.multiply(BigInteger.valueOf(doubled + 2L * i));
        }
        return product;
    }

    /** With 60 digits, from P[X = 0] upwards, without any division by a sum. */
    private static double preciseTail(long pastSuccesses, long pastTrials, int n, int k) {
        BigDecimal a = BigDecimal.valueOf(pastSuccesses).add(new BigDecimal("0.5"));
        BigDecimal b = BigDecimal.valueOf(pastTrials - pastSuccesses).add(new BigDecimal("0.5"));
        BigDecimal probability = BigDecimal.ONE;
        for (int i = 0; i < n; i++) {
            BigDecimal trial = BigDecimal.valueOf(i);
            probability =
                    probability.multiply(b.add(trial), DIGITS).divide(a.add(b).add(trial), DIGITS);
        }
        BigDecimal tail = BigDecimal.ZERO;
        for (int j = 0; j <= n; j++) {
            tail = j >= k ? tail.add(probability, DIGITS) : tail;
            BigDecimal up = BigDecimal.valueOf(n - j).multiply(a.add(BigDecimal.valueOf(j)));
            BigDecimal down = BigDecimal.valueOf(j + 1).multiply(b.add(BigDecimal.valueOf(n - j - 1)));
            probability = probability.multiply(up, DIGITS).divide(down, DIGITS);
        }
        return tail.doubleValue();
    }

    @Test
    void shouldGiveTheProbabilityOfEachNumber() {
        BetaBinomial distribution = BetaBinomial.after(30, 40, 25);

        double[] probabilities = distribution.probabilities();

        assertThat(probabilities).hasSize(26);
        double tail = 0;
        for (int k = 25; k >= 0; k--) {
            tail += probabilities[k];
            assertThat(tail).isCloseTo(distribution.upperTail(k), within(1e-12));
        }
        assertThat(new BetaBinomial(0, 0.5, 0.5).probabilities()).containsExactly(1);
    }
}

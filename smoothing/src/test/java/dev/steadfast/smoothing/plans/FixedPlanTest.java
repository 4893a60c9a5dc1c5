package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.bounds.CertifiedRadius;
import dev.steadfast.smoothing.bounds.ClopperPearson;
import dev.steadfast.smoothing.noise.GridNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPlanTest {

    private static final FixedPlan PLAN = new FixedPlan(0.25, 0.001, 10, 100);

    @Test
    void shouldCertifyTheLeaderOfTheSelectionByItsVotesInTheEstimation() {
        // When
        Outcome outcome = PLAN.decide(votes(0, 2, 8), votes(0, 5, 95));

        // Then
        double exactBound = ClopperPearson.lowerBound(95, 100, 0.001);
        assertThat(outcome).asInstanceOf(type(Certified.class)).satisfies(certified -> {
            assertThat(certified.cls()).isEqualTo(1);
            assertThat(certified.pLower()).isLessThan(exactBound).isCloseTo(exactBound, within(2e-9));
            assertThat(certified.radius()).isEqualTo(CertifiedRadius.of(0.25, certified.pLower()));
        });
    }

    @Test
    void shouldTakeTheErrorOfTheNoiseOffTheBound() {
        Outcome outcome = PLAN.decide(votes(0, 0, 10), votes(0, 0, 100));

        assertThat(outcome)
                .asInstanceOf(type(Certified.class))
                .extracting(Certified::pLower)
                .satisfies(pLower -> assertThat(ClopperPearson.lowerBound(100, 100, 0.001) - pLower)
                        .isBetween(GridNoise.SAMPLE_ERROR, GridNoise.SAMPLE_ERROR * 1.001));
    }

    @Test
    void shouldNotLetTheEstimationChooseTheClass() {
        // The estimation is unanimous, but for the class that lost the selection.
        Outcome outcome = PLAN.decide(votes(0, 6, 4), votes(0, 0, 100));

        assertThat(outcome).isEqualTo(new Abstained(AbstentionReason.NOT_CONFIDENT, 0));
    }

    @Test
    void shouldCountInvalidVotesAgainstTheClass() {
        // 66 votes of 100 are the fewest that certify; with the same 66 valid ones of 66 the bound would be 0.9.
        assertThat(PLAN.decide(votes(0, 0, 10), votes(34, 0, 66))).isInstanceOf(Certified.class);
        assertThat(PLAN.decide(votes(0, 0, 10), votes(35, 0, 65)))
                .asInstanceOf(type(Abstained.class))
                .satisfies(abstained -> {
                    assertThat(abstained.reason()).isEqualTo(AbstentionReason.NOT_CONFIDENT);
                    assertThat(abstained.pLower()).isBetween(0.48, 0.5);
                });
    }

    @Test
    void shouldAbstainWhenNoSelectionVoteIsValid() {
        Outcome outcome = PLAN.decide(VoteCounts.allInvalid(2, 10), votes(0, 0, 100));

        assertThat(outcome).isEqualTo(new Abstained(AbstentionReason.NO_VALID_VOTES, 0));
    }

    @ParameterizedTest
    @CsvSource({"100, 1.50", "1000, 2.46", "10000, 3.20", "100000, 3.81"})
    void shouldReachThePublishedLargestRadii(int n, double radiusOverSigma) {
        for (double sigma : new double[] {0.12, 0.25, 0.5, 1}) {
            FixedPlan plan = new FixedPlan(sigma, 0.001, 100, n);

            assertThat(plan.largestRadius() / sigma).isCloseTo(radiusOverSigma, within(0.005));
            assertThat(plan.decide(votes(0, 100, 0), votes(0, n, 0)))
                    .asInstanceOf(type(Certified.class))
                    .extracting(Certified::radius)
                    .isEqualTo(plan.largestRadius());
        }
    }

    @Test
    void shouldSayHowManySamplesItTakes() {
        assertThat(PLAN.selectionSamples()).isEqualTo(10);
        assertThat(PLAN.estimationSamples()).isEqualTo(100);
        assertThat(PLAN.samples()).isEqualTo(110);
    }

    @ParameterizedTest
    @CsvSource({
        "0.009, 0.001, 10, 100, SIGMA_OUT_OF_RANGE, sigma = 0.009: must be from 0.01 to 4.0",
        "4.1, 0.001, 10, 100, SIGMA_OUT_OF_RANGE, sigma = 4.1: must be from 0.01 to 4.0",
        "-1, 0.001, 10, 100, SIGMA_OUT_OF_RANGE, sigma = -1.0: must be from 0.01 to 4.0",
        "NaN, 0.001, 10, 100, SIGMA_OUT_OF_RANGE, sigma = NaN: must be from 0.01 to 4.0",
        "0.25, 0, 10, 100, ALPHA_OUT_OF_RANGE, alpha = 0.0: must be from 1.0E-30 to below 1",
        "0.25, 1, 10, 100, ALPHA_OUT_OF_RANGE, alpha = 1.0: must be from 1.0E-30 to below 1",
        "0.25, NaN, 10, 100, ALPHA_OUT_OF_RANGE, alpha = NaN: must be from 1.0E-30 to below 1",
        "0.25, 0.001, 0, 100, SAMPLES_OUT_OF_RANGE, n0 = 0: must be from 1 to 10000000",
        "0.25, 0.001, 10, 0, SAMPLES_OUT_OF_RANGE, n = 0: must be from 1 to 10000000",
        "0.25, 0.001, 10, 10000001, SAMPLES_OUT_OF_RANGE, n = 10000001: must be from 1 to 10000000"
    })
    void shouldRejectAParameterOutOfRange(double sigma, double alpha, int n0, int n, Rule rule, String message) {
        assertThatThrownBy(() -> new FixedPlan(sigma, alpha, n0, n))
                .hasMessage(message)
                .asInstanceOf(type(InvalidPlanException.class))
                .extracting(InvalidPlanException::rule)
                .isEqualTo(rule);
    }

    @Test
    void shouldRejectAPlanThatCanNeverCertify() {
        assertThatThrownBy(() -> new FixedPlan(0.25, 0.001, 10, 9))
                .hasMessage("n = 9, alpha = 0.001: cannot certify, the largest radius is 0 (with all votes the bound"
                        + " is 0.4641, not above 1/2); n must be at least 10")
                .asInstanceOf(type(InvalidPlanException.class))
                .extracting(InvalidPlanException::rule)
                .isEqualTo(Rule.CANNOT_CERTIFY);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1e-6, 0.001, 0.05, 0.4})
    void shouldAcceptTheLeastSamplesItsMessageNames(double alpha) {
        // Given
        int least = (int) Math.floor(Math.log(alpha) / Math.log(0.5)) + 1;

        // Then
        assertThat(new FixedPlan(0.25, alpha, 1, least).largestRadius()).isPositive();
        assertThatThrownBy(() -> new FixedPlan(0.25, alpha, 1, least - 1)).hasMessageContaining("at least " + least);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 100, selection votes of 9 samples: the plan has exactly 10",
        "11, 100, selection votes of 11 samples: the plan has exactly 10",
        "10, 99, estimation votes of 99 samples: the plan has exactly 100",
        "10, 101, estimation votes of 101 samples: the plan has exactly 100"
    })
    void shouldRejectVotesThatAreNotExactlyThePlans(int selection, int estimation, String message) {
        assertThatThrownBy(() -> PLAN.decide(votes(0, selection, 0), votes(0, estimation, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRejectVotesOverDifferentClasses() {
        assertThatThrownBy(() -> PLAN.decide(votes(0, 10, 0), votes(0, 100, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("selection votes over 2 classes, estimation votes over 3: must be the same");
    }

    private static VoteCounts votes(int invalid, int... perClass) {
        return new VoteCounts(perClass, invalid);
    }
}

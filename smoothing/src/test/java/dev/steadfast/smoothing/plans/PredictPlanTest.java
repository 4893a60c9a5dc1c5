package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.noise.GridNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictPlanTest {

    private static final PredictPlan PLAN = new PredictPlan(0.25, 0.001, 100);
    private static final VoteCounts NO_SELECTION = VoteCounts.none(3);

    /** p-values from scipy.stats.binomtest(leader, leader + runner-up + invalid, 0.5). */
    @ParameterizedTest
    @CsvSource({
        "70, 30, 0, 0, 7.85013964559367e-05",
        "60, 20, 20, 0, 8.580559867049611e-06",
        "70, 10, 10, 10, 1.1363565084238009e-07",
        "100, 0, 0, 0, 1.5777218104420236e-30"
    })
    void shouldPredictTheLeaderWhenItsLeadIsSignificant(int a, int b, int c, int invalid, double pValue) {
        Outcome outcome = PLAN.decide(NO_SELECTION, new VoteCounts(new int[] {b, a, c}, invalid));

        assertThat(outcome).asInstanceOf(type(Predicted.class)).satisfies(predicted -> {
            assertThat(predicted.cls()).isEqualTo(1);
            assertThat(predicted.pValue()).isCloseTo(pValue + 100 * GridNoise.SAMPLE_ERROR, withinPercentage(1e-6));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "66, 34, 0, 0",
        "50, 50, 0, 0",
        // Significant, did the invalid votes not count against the leader.
        "60, 10, 0, 30",
        "40, 0, 0, 60"
    })
    void shouldAbstainWhenTheLeadIsNotSignificant(int a, int b, int c, int invalid) {
        Outcome outcome = PLAN.decide(NO_SELECTION, new VoteCounts(new int[] {a, b, c}, invalid));

        assertThat(outcome).isEqualTo(new Abstained(AbstentionReason.NOT_CONFIDENT, 0));
    }

    @Test
    void shouldAbstainWhenNoVoteIsValid() {
        Outcome outcome = PLAN.decide(NO_SELECTION, VoteCounts.allInvalid(3, 100));

        assertThat(outcome).isEqualTo(new Abstained(AbstentionReason.NO_VALID_VOTES, 0));
    }

    @Test
    void shouldHaveNoSelectionAndNoRadius() {
        assertThat(PLAN.selectionSamples()).isZero();
        assertThat(PLAN.samples()).isEqualTo(100);
        assertThat(PLAN.largestRadius()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0.001, 10, n must be at least 11",
        "0.05, 5, n must be at least 6",
        "0.001, 1000000, 'n must be smaller, or alpha larger'",
        "1e-9, 100, 'alpha must be larger, whatever n'"
    })
    void shouldRejectAPlanThatCanNeverPredict(double alpha, int n, String remedy) {
        assertThatThrownBy(() -> new PredictPlan(0.25, alpha, n))
                .hasMessageStartingWith("n = " + n + ", alpha = " + alpha + ": cannot predict, even with all votes")
                .hasMessageEndingWith("; " + remedy)
                .asInstanceOf(type(InvalidPlanException.class))
                .extracting(InvalidPlanException::rule)
                .isEqualTo(Rule.CANNOT_CERTIFY);
    }

    @Test
    void shouldAcceptTheLeastSamplesItsMessageNames() {
        PredictPlan plan = new PredictPlan(0.25, 0.001, 11);

        assertThat(plan.decide(NO_SELECTION, new VoteCounts(new int[] {0, 0, 11}, 0)))
                .asInstanceOf(type(Predicted.class))
                .extracting(Predicted::pValue)
                .satisfies(pValue -> assertThat(pValue).isCloseTo(Math.pow(2, -10), within(1e-7)));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0.001, 100, SIGMA_OUT_OF_RANGE",
        "0.25, 2, 100, ALPHA_OUT_OF_RANGE",
        "0.25, 0.001, -5, SAMPLES_OUT_OF_RANGE"
    })
    void shouldRejectAParameterOutOfRange(double sigma, double alpha, int n, Rule rule) {
        assertThatThrownBy(() -> new PredictPlan(sigma, alpha, n))
                .asInstanceOf(type(InvalidPlanException.class))
                .extracting(InvalidPlanException::rule)
                .isEqualTo(rule);
    }

    @Test
    void shouldRejectSelectionVotes() {
        VoteCounts all = new VoteCounts(new int[] {100, 0, 0}, 0);

        assertThatThrownBy(() -> PLAN.decide(all, all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("selection votes of 100 samples: the plan has exactly 0");
    }
}

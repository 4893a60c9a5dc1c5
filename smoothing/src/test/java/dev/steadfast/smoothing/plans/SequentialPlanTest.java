package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.bounds.BetaMixture;
import dev.steadfast.smoothing.bounds.CertifiedRadius;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialPlanTest {

    private static final double SIGMA = 0.25;
    private static final SequentialPlan PLAN = new SequentialPlan(SIGMA, 0.001, 25, 1_000, SIGMA);

    @Test
    void shouldLookFirstWhenUnanimousVotesSuffice() {
        int first = PLAN.firstLook();

        assertThat(decide(first, 0)).isInstanceOf(Certified.class);
        assertThat(decide(first - 1, 0)).isInstanceOf(Undecided.class);
    }

    @Test
    void shouldCertifyTheRadiusThatWasToBeDecided() {
        // Given: the bound alone gives less than the test.
        Certified certified = (Certified) decide(PLAN.firstLook(), 0);

        // Then
        assertThat(certified.cls()).isZero();
        assertThat(certified.radius()).isEqualTo(SIGMA);
        assertThat(certified.pLower()).isCloseTo(0.841344746, within(1e-9)).isLessThan(0.8413447460685430);
    }

    @Test
    void shouldCertifyMoreWhereTheBoundGivesMore() {
        Certified certified = (Certified) decide(1_000, 0);

        assertThat(certified.pLower()).isCloseTo(BetaMixture.lowerBound(1_000, 1_000, 0.001), within(3e-9));
        assertThat(certified.radius())
                .isEqualTo(CertifiedRadius.of(SIGMA, certified.pLower()))
                .isEqualTo(PLAN.largestRadius())
                .isGreaterThan(2 * SIGMA);
    }

    @Test
    void shouldAskForMoreWhileThereIsHope() {
        assertThat(decide(90, 10)).isInstanceOf(Undecided.class);
    }

    @Test
    void shouldGiveUpWhereTheRadiusIsHardlyToBeHad() {
        assertThat(decide(50, 50)).isInstanceOf(Abstained.class);
    }

    @Test
    void shouldGiveUpWhereTheRestCouldNotHelp() {
        SequentialPlan tight = new SequentialPlan(SIGMA, 0.001, 25, PLAN.firstLook(), SIGMA);

        assertThat(tight.decide(chosen(), new VoteCounts(new int[] {9, 1}, 0))).isInstanceOf(Abstained.class);
        assertThat(tight.decide(chosen(), new VoteCounts(new int[] {10, 0}, 0))).isInstanceOf(Undecided.class);
    }

    @Test
    void shouldAbstainWhenAllSamplesAreSpent() {
        Abstained abstained = (Abstained) decide(860, 140);

        assertThat(abstained.reason()).isEqualTo(AbstentionReason.NOT_CONFIDENT);
        assertThat(abstained.pLower()).isBetween(0.80, 0.841);
    }

    @Test
    void shouldCountInvalidVotesAgainstTheClass() {
        assertThat(PLAN.decide(chosen(), new VoteCounts(new int[] {860, 0}, 140)))
                .isEqualTo(decide(860, 140));
    }

    @Test
    void shouldAbstainWithoutAValidVoteToChooseBy() {
        assertThat(PLAN.decide(VoteCounts.allInvalid(2, 25), new VoteCounts(new int[] {100, 0}, 0)))
                .isEqualTo(new Abstained(AbstentionReason.NO_VALID_VOTES, 0));
    }

    @Test
    void shouldPredictTheClassAloneForRadiusZero() {
        // Given
        SequentialPlan plan = new SequentialPlan(SIGMA, 0.001, 25, 1_000, 0);

        // When
        Decision decision = plan.decide(chosen(), new VoteCounts(new int[] {plan.firstLook(), 0}, 0));

        // Then: the bound is anytime-valid, which costs more than the test.
        assertThat(plan.firstLook()).isBetween(8, 15);
        assertThat(decision).isInstanceOfAny(Predicted.class, Certified.class);
        if (decision instanceof Predicted predicted) {
            assertThat(predicted.pValue()).isBetween(1e-5, 0.001);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1e-15, 3e-13, 1e-9})
    void shouldDecideARadiusOfNextToNothing(double tiny) {
        SequentialPlan plan = new SequentialPlan(SIGMA, 0.001, 25, 12, tiny);

        assertThat(plan.decide(chosen(), new VoteCounts(new int[] {12, 0}, 0))).isInstanceOf(Outcome.class);
        assertThat(new SequentialPlan(SIGMA, 0.001, 25, 1_000, tiny)
                        .decide(chosen(), new VoteCounts(new int[] {22, 3}, 0)))
                .isInstanceOf(Outcome.class);
    }

    @Test
    void shouldSayWhatIsMissingWhereNotEvenAClassIsToBeHad() {
        assertThatThrownBy(() -> new SequentialPlan(0.25, 0.001, 25, 11, 0))
                .hasMessageEndingWith("cannot certify, not even a class; n must be larger, or alpha");
    }

    /** Open frames and receipts of other versions rest on it. */
    @Test
    void shouldKeepItsFirstLook() {
        assertThat(PLAN.firstLook()).isEqualTo(47);
    }

    @ParameterizedTest
    @CsvSource({
        "0.005, 0.001, 25, 1000, 0.1, SIGMA_OUT_OF_RANGE",
        "0.25, 1, 25, 1000, 0.1, ALPHA_OUT_OF_RANGE",
        "0.25, 0.001, 0, 1000, 0.1, SAMPLES_OUT_OF_RANGE",
        "0.25, 0.001, 25, 0, 0.1, SAMPLES_OUT_OF_RANGE",
        "0.25, 0.001, 25, 1000, -0.1, RADIUS_OUT_OF_RANGE",
        "0.25, 0.001, 25, 1000, NaN, RADIUS_OUT_OF_RANGE",
        "0.25, 0.001, 25, 1000, Infinity, RADIUS_OUT_OF_RANGE",
        "0.25, 0.001, 25, 1000, 0.7, CANNOT_CERTIFY",
        "0.25, 0.001, 25, 10000000, 1.6, CANNOT_CERTIFY"
    })
    void shouldRejectParametersOutOfRange(double sigma, double alpha, int n0, int n, double radius, Rule rule) {
        assertThatThrownBy(() -> new SequentialPlan(sigma, alpha, n0, n, radius))
                .asInstanceOf(type(InvalidPlanException.class))
                .extracting(InvalidPlanException::rule)
                .isEqualTo(rule);
    }

    @Test
    void shouldSayHowLargeARadiusThePlanCouldCertify() {
        assertThatThrownBy(() -> new SequentialPlan(0.25, 0.001, 25, 100, 0.5))
                .hasMessage(
                        "radius = 0.5, sigma = 0.25, n = 100, alpha = 0.001: cannot certify, the largest radius is 0.3555");
    }

    @Test
    void shouldShowTheEvidenceThatItDecidesBy() {
        for (int votes = 0; votes <= 100; votes++) {
            boolean certified = decide(votes, 100 - votes) instanceof Certified;
            assertThat(PLAN.logEvidence(votes, 100) >= Math.log(1000)).isEqualTo(certified);
        }
        assertThat(PLAN.logEvidence(0, 0)).isCloseTo(0, within(1e-10));
        assertThat(PLAN.anytimeLowerBound(0, 100)).isZero();
        assertThat(PLAN.anytimeLowerBound(1_000, 1_000)).isBetween(0.98, 1.0);
        assertThatThrownBy(() -> PLAN.logEvidence(3, 2)).hasMessage("k = 3: must be from 0 to n = 2");
        assertThatThrownBy(() -> PLAN.anytimeLowerBound(3, 1_001))
                .hasMessage("samples = 1001: must be from 0 to n = 1000");
    }

    @Test
    void shouldRejectVotesThatItDidNotAskFor() {
        assertThatThrownBy(() -> PLAN.decide(new VoteCounts(new int[] {24, 0}, 0), VoteCounts.none(2)))
                .hasMessage("selection votes of 24 samples: the plan has exactly 25");
        assertThatThrownBy(() -> decide(1_001, 0))
                .hasMessage("estimation votes of 1001 samples: the plan has at most 1000");
    }

    private static Decision decide(int votes, int against) {
        return PLAN.decide(chosen(), new VoteCounts(new int[] {votes, against}, 0));
    }

    private static VoteCounts chosen() {
        return new VoteCounts(new int[] {20, 5}, 0);
    }
}

package dev.steadfast.smoothing.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.smoothing.bounds.BetaBinomial;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Decision;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.PredictPlan;
import dev.steadfast.smoothing.plans.Predicted;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanForecastTest {

    private static final int TASK_SAMPLES = 25;
    private static final int FRAMES = 8_000;

    /** A plan run as the stream runs it, on frames whose votes are drawn one by one. */
    @ParameterizedTest
    @CsvSource({
        "0.25, 1000, 9990",
        "0.25, 1000, 9000",
        "0.25, 1000, 8500",
        "0.25, 1000, 8200",
        "0.25, 1000, 6000",
        "0, 1000, 9000",
        "0, 1000, 5600",
        "0, 300, 5200",
        "0.1, 400, 7000"
    })
    void shouldForetellWhatTheSequentialPlanDoes(double radius, int n, int votes) {
        SequentialPlan plan = new SequentialPlan(0.25, 0.001, 25, n, radius);
        VoteShare share = new VoteShare(votes, 10_000 - votes, 10_000);

        Forecast forecast = PlanForecast.of(plan, TASK_SAMPLES, radius).forecast(share);

        Forecast seen = simulated(plan, share);
        double deviation = Math.sqrt((seen.samplesSquared() - seen.samples() * seen.samples()) / FRAMES);
        assertThat(forecast.samples())
                .as("looks that are left out count for later")
                .isBetween(seen.samples() - 4 * deviation - 1e-9, 1.025 * seen.samples() + 4 * deviation + 1e-9);
        assertThat(forecast.answered()).isCloseTo(seen.answered(), within(4 * 0.5 / Math.sqrt(FRAMES)));
        assertThat(forecast.looks()).isCloseTo(seen.looks(), within(0.05 * seen.looks() + 0.5));
        assertThat(forecast.samplesSquared()).isCloseTo(seen.samplesSquared(), within(0.1 * seen.samplesSquared() + 1));
    }

    @Test
    void shouldForetellWhetherTheFixedPlanCertifiesTheRadius() {
        FixedPlan plan = new FixedPlan(0.25, 0.001, 100, 1000);
        int least = 0;
        while (!(plan.decide(new VoteCounts(new int[] {100}, 0), new VoteCounts(new int[] {least}, 1000 - least))
                        instanceof Certified certified
                && certified.radius() >= 0.25)) {
            least++;
        }

        Forecast forecast = PlanForecast.of(plan, TASK_SAMPLES, 0.25).forecast(new VoteShare(8_700, 500, 10_000));

        assertThat(forecast.answered())
                .isCloseTo(BetaBinomial.after(8_700, 10_000, 1000).upperTail(least), within(1e-12));
        assertThat(forecast.answered()).isBetween(0.2, 0.8);
        assertThat(forecast.samples()).isEqualTo(1100);
        assertThat(forecast.looks()).isEqualTo(1);
    }

    @Test
    void shouldForetellWhetherAClassIsPredictedFromTheTwoInFront() {
        PlanForecast forecast = PlanForecast.of(new PredictPlan(0.25, 0.001, 100), TASK_SAMPLES, 0);

        assertThat(forecast.forecast(new VoteShare(4_500, 1_000, 10_000)).answered())
                .isGreaterThan(0.8);
        assertThat(forecast.forecast(new VoteShare(5_100, 4_900, 10_000)).answered())
                .isLessThan(0.01);
        assertThat(forecast.forecast(new VoteShare(1_000, 9_000, 10_000)).answered())
                .isGreaterThan(0.999);
        assertThat(forecast.forecast(new VoteShare(10_000, 0, 10_000)).samples())
                .isEqualTo(100);
    }

    @Test
    void shouldSayWhichShareOfTheVotesAnAnswerNeedsAndWhichRadiusItMayHave() {
        FixedPlan fixed = new FixedPlan(0.25, 0.001, 100, 1000);
        assertThat(PlanForecast.of(fixed, TASK_SAMPLES, 0.25).neededShare()).isEqualTo(0.877);
        assertThat(PlanForecast.of(fixed, TASK_SAMPLES, 0.25).largestRadius()).isEqualTo(fixed.largestRadius());

        SequentialPlan sequential = new SequentialPlan(0.25, 0.001, 25, 1000, 0.25);
        PlanForecast forecast = PlanForecast.of(sequential, TASK_SAMPLES, 0.25);
        int needed = (int) Math.round(forecast.neededShare() * 1000);
        VoteCounts selection = new VoteCounts(new int[] {25, 0}, 0);
        assertThat(sequential.decide(selection, new VoteCounts(new int[] {needed, 1000 - needed}, 0)))
                .isInstanceOf(Certified.class);
        assertThat(sequential.decide(selection, new VoteCounts(new int[] {needed - 1, 1001 - needed}, 0)))
                .isNotInstanceOf(Certified.class);
        assertThat(forecast.largestRadius()).isBetween(0.25, sequential.largestRadius());

        assertThat(PlanForecast.of(new PredictPlan(0.25, 0.001, 100), TASK_SAMPLES, 0)
                        .largestRadius())
                .isZero();
    }

    @Test
    void shouldTakeTheMeanOverImages() {
        PlanForecast forecast = PlanForecast.of(new FixedPlan(0.25, 0.001, 100, 1000), TASK_SAMPLES, 0.25);
        VoteShare clear = new VoteShare(10_000, 0, 10_000);
        VoteShare divided = new VoteShare(5_000, 5_000, 10_000);

        assertThat(forecast.forecast(Map.of(clear, 3, divided, 1)).answered()).isCloseTo(0.75, within(1e-6));
    }

    @Test
    void shouldRefuseSharesThatAreNone() {
        assertThatThrownBy(() -> new VoteShare(6, 5, 10)).hasMessageContaining("together at most 10, but are 6 and 5");
        assertThatThrownBy(() -> new VoteShare(0, 0, 0)).hasMessageContaining("samples must be at least 1");
    }

    private static Forecast simulated(SamplingPlan plan, VoteShare share) {
        TaskLayout layout = new TaskLayout(plan, TASK_SAMPLES);
        List<Integer> looks = IntStream.concat(
                        IntStream.iterate(
                                layout.nextLook(0), tasks -> tasks < layout.tasks(), tasks -> layout.nextLook(tasks)),
                        IntStream.of(layout.tasks()))
                .map(layout::estimationSamples)
                .boxed()
                .toList();
        Random random = new Random(20230117);
        Map<VoteCounts, Decision> decided = new HashMap<>(); // many frames have the same votes
        Forecast sum = Forecast.NONE;
        for (int frame = 0; frame < FRAMES; frame++) {
            // As the share leaves it: so many earlier votes that the probability is all but known.
            double p = (share.votes() + 0.5) / (share.samples() + 1)
                    + random.nextGaussian()
                            * Math.sqrt((double) share.votes() * (share.samples() - share.votes()) / share.samples())
                            / share.samples();
            sum = sum.plus(answer(plan, looks, p, random, decided), 1.0 / FRAMES);
        }
        return sum;
    }

    private static Forecast answer(
            SamplingPlan plan, List<Integer> looks, double p, Random random, Map<VoteCounts, Decision> decided) {
        int samples = 0;
        int votes = 0;
        int looked = 0;
        VoteCounts selection = new VoteCounts(new int[] {plan.selectionSamples(), 0}, 0);
        for (int look : looks) {
            for (; samples < look; samples++) {
                votes += random.nextDouble() < p ? 1 : 0;
            }
            looked++;
            Decision decision = decided.computeIfAbsent(
                    new VoteCounts(new int[] {votes, samples - votes}, 0),
                    estimation -> plan.decide(selection, estimation));
            if (decision instanceof Outcome) {
                double all = plan.selectionSamples() + samples;
                boolean answered = decision instanceof Certified || decision instanceof Predicted;
                return new Forecast(answered ? 1 : 0, all, all * all, looked);
            }
        }
        throw new AssertionError("a plan that looked at all votes is undecided: " + plan);
    }
}

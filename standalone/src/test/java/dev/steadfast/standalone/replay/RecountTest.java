package dev.steadfast.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.PredictPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.SampleAnswers;
import dev.steadfast.standalone.certificate.Claim;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.replay.Recount.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecountTest {

    private static final FixedPlan PLAN = new FixedPlan(0.25, 0.001, 20, 100);
    private static final VoteCounts SELECTION = new VoteCounts(new int[] {1, 19, 0}, 0);
    private static final VoteCounts ESTIMATION = new VoteCounts(new int[] {4, 95, 0}, 1);

    @Test
    void shouldHoldWhenEverythingIsTheSame() {
        Recount recount = recount(certified(95).build());

        assertThat(recount.holds()).isTrue();
        assertThat(recount.comparison()).isEqualTo(Comparison.EXACT);
        assertThat(recount.claim()).contains(Claim.of(certified(95).build()));
    }

    @Test
    void shouldNoticeAVoteTooMany() {
        CertifiedPrediction.Builder tampered = certified(96).setEstimationCounts(List.of(count(1, 96), count(0, 3)));

        assertThat(recount(tampered.build()).differences())
                .containsExactly(
                        "estimation votes for class 0: 3 recorded, 4 now",
                        "estimation votes for class 1: 96 recorded, 95 now");
    }

    @Test
    void shouldNoticeARadiusThatTheVotesDoNotSupport() {
        CertifiedPrediction prediction = certified(95).build();
        CertifiedPrediction tampered = CertifiedPrediction.newBuilder(prediction)
                .setRadius(Math.nextUp(prediction.getRadius()))
                .build();

        assertThat(recount(tampered).differences())
                .containsExactly("the answer is not what the plan makes of the recorded counts");
    }

    @Test
    void shouldNoticeAnAnswerThatTheVotesDoNotSupport() {
        assertThat(recount(certified(95).setClassIndex(0).build()).holds()).isFalse();
        assertThat(recount(abstained(AbstentionReason.NOT_CONFIDENT).build()).holds())
                .isFalse();
    }

    @Test
    void shouldAllowForTasksThatFailedThen() {
        // Given 25 estimation samples whose task failed: 24 votes for class 1 are missing, and 1 for class 0
        CertifiedPrediction weaker = certified(71)
                .setEstimationCounts(List.of(count(1, 71), count(0, 3)))
                .setInvalidSamples(26)
                .build();

        Recount recount = recount(weaker);

        assertThat(recount.comparison()).isEqualTo(Comparison.BOUNDED);
        assertThat(recount.differences()).isEmpty();
    }

    @Test
    void shouldNotAllowMoreVotesThanThereAreBehindTasksThatFailed() {
        CertifiedPrediction tampered = certified(96)
                .setEstimationCounts(List.of(count(1, 96)))
                .setInvalidSamples(4)
                .build();

        assertThat(recount(tampered).differences())
                .containsExactly("estimation votes for class 1: 96 recorded, 95 now");
    }

    @Test
    void shouldCompareWhatWasCountedBeforeADeadline() {
        CertifiedPrediction.Builder late = abstained(AbstentionReason.DEADLINE)
                .setLowerBound(0)
                .setEstimationCounts(List.of(count(1, 40)))
                .setInvalidSamples(0)
                .setSamplesUsed(60);

        assertThat(recount(late.build()).comparison()).isEqualTo(Comparison.BOUNDED);
        assertThat(recount(late.build()).differences()).isEmpty();
        assertThat(recount(late.setSamplesUsed(61).build()).differences())
                .containsExactly("the recorded counts do not add up to 61 samples");
        assertThat(recount(late.setSamplesUsed(116)
                                .setEstimationCounts(List.of(count(1, 96)))
                                .build())
                        .differences())
                .containsExactly("estimation votes for class 1: 96 recorded, 95 now");
    }

    @Test
    void shouldNoticeThatSamplesAreMissingWithoutAReason() {
        CertifiedPrediction tampered = certified(95)
                .setEstimationCounts(List.of(count(1, 95)))
                .setSamplesUsed(116)
                .build();

        assertThat(recount(tampered).differences())
                .contains(
                        "estimation votes for class 0: 0 recorded, 4 now",
                        "the answer is not what the plan makes of the recorded counts");
    }

    @Test
    void shouldCompareAPredictionWithoutARadius() {
        PredictPlan plan = new PredictPlan(0.25, 0.001, 100);
        CertifiedPrediction prediction = certified(95)
                .setOutcome(Outcome.PREDICTED)
                .setPlan(PlanKind.PREDICT)
                .setRadius(0)
                .setLowerBound(0)
                .setSelectionSamples(0)
                .setSelectionCounts(List.of())
                .setSamplesUsed(100)
                .build();

        assertThat(RecordedVotes.plan(prediction)).isEqualTo(plan);
        assertThat(Recount.of(prediction, plan, 100, VoteCounts.none(3), ESTIMATION)
                        .differences())
                .isEmpty();
    }

    @Test
    void shouldCompareTheSamplesThatASequentialPlanAskedFor() {
        // Given
        SequentialPlan plan = new SequentialPlan(0.25, 0.001, 20, 100, 0.1);
        VoteCounts estimation = new VoteCounts(new int[] {4, 46, 0}, 0);
        Certified decided = (Certified) plan.decide(SELECTION, estimation);
        CertifiedPrediction.Builder prediction = certified(95)
                .setPlan(PlanKind.SEQUENTIAL)
                .setTargetRadius(0.1)
                .setRadius(decided.radius())
                .setLowerBound(decided.pLower())
                .setEstimationCounts(List.of(count(1, 46), count(0, 4)))
                .setInvalidSamples(0)
                .setSamplesUsed(70)
                .setReceipt(receipt(3));

        assertThat(RecordedVotes.plan(prediction.build())).isEqualTo(plan);
        assertThat(RecordedVotes.estimationSamples(prediction.build(), plan)).isEqualTo(50);
        assertThat(Recount.of(prediction.build(), plan, 50, SELECTION, estimation)
                        .differences())
                .isEmpty();
        Recount other = Recount.of(prediction.build(), plan, 50, SELECTION, new VoteCounts(new int[] {10, 40, 0}, 0));
        assertThat(other.holds()).isFalse();
        assertThat(other.claim()).as("undecided").isEmpty();
    }

    @Test
    void shouldRefuseAReceiptOfTasksThatNoPlanAskedFor() {
        CertifiedPrediction prediction = certified(95).setReceipt(receipt(3)).build();

        assertThatThrownBy(() -> RecordedVotes.estimationSamples(prediction, PLAN))
                .isInstanceOf(CommandException.class)
                .hasMessage("the receipt speaks of 3 tasks, which the plan could not have asked for");
    }

    @Test
    void shouldRefuseAClassThatThereIsNot() {
        CertifiedPrediction prediction =
                certified(95).setEstimationCounts(List.of(count(3, 95))).build();

        assertThatThrownBy(() -> recount(prediction))
                .isInstanceOf(CommandException.class)
                .hasMessage("the prediction has votes for class 3, of 3 classes");
    }

    @Test
    void shouldCompareTheFirstSamplesWithWhatWasCounted() {
        // Given 95 votes for class 1, 4 for class 0 and an invalid sample, of 100
        CertifiedPrediction prediction = certified(95).build();

        Recount fits = part(prediction, 4, 36);
        Recount oneTooMany = part(prediction, 6, 34);

        assertThat(fits.comparison()).isEqualTo(Comparison.PARTIAL);
        assertThat(fits.cast()).isEqualTo(60);
        assertThat(fits.claim()).isEmpty();
        assertThat(fits.differences()).isEmpty();
        assertThat(oneTooMany.differences())
                .contains("estimation votes for class 0: 4 recorded of 100 samples, 6 now of the first 40");
    }

    @Test
    void shouldNoticeInAPartOfTheSamplesARadiusThatTheVotesDoNotSupport() {
        CertifiedPrediction prediction = certified(95).build();

        assertThat(part(CertifiedPrediction.newBuilder(prediction).setRadius(1).build(), 4, 36)
                        .differences())
                .containsExactly("the answer is not what the plan makes of the recorded counts");
    }

    /** Of the estimation samples only the first were cast again. */
    private static Recount part(CertifiedPrediction prediction, int forClass0, int forClass1) {
        return Recount.of(prediction, PLAN, 100, SELECTION, new VoteCounts(new int[] {forClass0, forClass1, 0}, 0));
    }

    private static Receipt receipt(int tasks) {
        return Receipt.newBuilder(certified(95).getReceipt()).setTasks(tasks).build();
    }

    private static Recount recount(CertifiedPrediction prediction) {
        return Recount.of(prediction, PLAN, 100, SELECTION, ESTIMATION);
    }

    /** As the votes say, but with so many for class 1. */
    private static CertifiedPrediction.Builder certified(int votes) {
        Claim claim = Claim.of(PLAN.decide(SELECTION, new VoteCounts(new int[] {0, votes, 0}, 100 - votes)))
                .orElseThrow();
        assertThat(claim.outcome()).isEqualTo(Outcome.CERTIFIED);
        return SampleAnswers.cat("f-1", "door")
                .setClassIndex(1)
                .setClassName("bee")
                .setLabel("bee")
                .setRadius(claim.radius())
                .setLowerBound(claim.lowerBound())
                .setSelectionSamples(20)
                .setEstimationSamples(100)
                .setSelectionCounts(List.of(count(1, 19), count(0, 1)))
                .setEstimationCounts(List.of(count(1, 95), count(0, 4)))
                .setInvalidSamples(1)
                .setSamplesUsed(120);
    }

    private static CertifiedPrediction.Builder abstained(AbstentionReason reason) {
        return certified(95)
                .setOutcome(Outcome.ABSTAINED)
                .setAbstentionReason(reason)
                .setClassIndex(null)
                .setClassName(null)
                .setLabel(null)
                .setRadius(0);
    }

    private static ClassCount count(int cls, int votes) {
        return new ClassCount(cls, "class " + cls, "class " + cls, votes);
    }
}

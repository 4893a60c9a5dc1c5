package dev.steadfast.standalone.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.standalone.SampleAnswers;
import dev.steadfast.standalone.rollout.TrialPair.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisagreementTest {

    private static final CertifiedPrediction CAT = SampleAnswers.certified("f", "door");
    private static final CertifiedPrediction DOG = SampleAnswers.cat("f", "door")
            .setClassIndex(5)
            .setClassName("dog")
            .setLabel("dog")
            .build();
    private static final CertifiedPrediction NONE = abstained(AbstentionReason.NOT_CONFIDENT);
    private static final CertifiedPrediction LATE = abstained(AbstentionReason.DEADLINE);

    @Test
    void shouldTellHowTwoBundlesCompareOnAFrame() {
        assertThat(pair(CAT, CAT).kind()).isEqualTo(Kind.SAME_CLASS);
        assertThat(pair(CAT, DOG).kind()).isEqualTo(Kind.OTHER_CLASS);
        assertThat(pair(CAT, NONE).kind()).isEqualTo(Kind.ONLY_ANSWER);
        assertThat(pair(NONE, DOG).kind()).isEqualTo(Kind.ONLY_TRIAL);
        assertThat(pair(NONE, NONE).kind()).isEqualTo(Kind.NEITHER);
        assertThat(pair(CAT, LATE).kind()).isEqualTo(Kind.NOT_VOTED);
        assertThat(pair(LATE, DOG).kind()).isEqualTo(Kind.NOT_VOTED);
    }

    @Test
    void shouldCountSharesOfTheFramesThatBothVotedOn() {
        Disagreement report = report(Map.of(
                pair(CAT, CAT), 50,
                pair(CAT, DOG), 2,
                pair(CAT, NONE), 5,
                pair(NONE, CAT), 20,
                pair(NONE, NONE), 23,
                pair(CAT, LATE), 7));

        assertThat(report.counts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Kind.SAME_CLASS, 50,
                        Kind.OTHER_CLASS, 2,
                        Kind.ONLY_ANSWER, 5,
                        Kind.ONLY_TRIAL, 20,
                        Kind.NEITHER, 23,
                        Kind.NOT_VOTED, 7));
        assertThat(report.certified()).isEqualTo(new PairedShares(100, 57, 72, 5));
        // The ground truth is cat: two of the trial's 72 are dogs.
        assertThat(report.certifiedAndRight()).isEqualTo(new PairedShares(100, 57, 70, 7));
        assertThat(report.certifiedByBoth()).hasSize(52);
    }

    /** Exact: 2 (C(n,0) + ... + C(n,k)) / 2^n, of n frames that differ, k of them for the bundle with fewer. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1", "5, 0, 0.0625", "0, 5, 0.0625", "1, 9, 0.021484375", "3, 3, 1", "5, 20, 0.00407731533"})
    void shouldTestByTheFramesOnWhichTheBundlesDiffer(int onlyAnswer, int onlyTrial, double probability) {
        PairedShares shares = new PairedShares(1000, 500 + onlyAnswer, 500 + onlyTrial, onlyAnswer);

        assertThat(shares.probability()).isCloseTo(probability, within(1e-9));
    }

    /** Clopper and Pearson's interval for 10 of 100, as tables have it. */
    @Test
    void shouldGiveTheIntervalOfAShare() {
        PairedShares shares = new PairedShares(100, 10, 100, 0);

        assertThat(shares.lower(10)).isCloseTo(0.0490, within(5e-5));
        assertThat(shares.upper(10)).isCloseTo(0.1762, within(5e-5));
        assertThat(shares.upper(100)).isEqualTo(1);
    }

    @Test
    void shouldAskOnlyFramesThatWantARadiusWhetherTheyAreCertified() {
        CertifiedPrediction predicted = SampleAnswers.cat("f", "door")
                .setPlan(PlanKind.PREDICT)
                .setOutcome(Outcome.PREDICTED)
                .setRadius(0)
                .build();
        Disagreement report = report(Map.of(pair(CAT, CAT), 3, pair(predicted, predicted), 4));

        assertThat(report.certified()).isEqualTo(new PairedShares(3, 3, 3, 0));
        assertThat(report.decided()).isEqualTo(new PairedShares(7, 7, 7, 0));
    }

    @Test
    void shouldLeaveOutAnOutcomeOfALaterVersion() {
        CertifiedPrediction later = CertifiedPrediction.newBuilder(abstained(AbstentionReason.NOT_CONFIDENT))
                .setOutcome(Outcome.UNKNOWN)
                .setAbstentionReason(null)
                .build();

        assertThat(pair(CAT, later).kind()).isEqualTo(Kind.NOT_VOTED);
        assertThat(TrialAnswer.of(later).words()).isEqualTo("abstained, unknown");
    }

    @Test
    void shouldKeepBundlesApart() {
        CertifiedPrediction other =
                CertifiedPrediction.newBuilder(CAT).setModelName("third 1").build();

        assertThat(Disagreement.of(List.of(pair(CAT, CAT), pair(CAT, other), pair(CAT, DOG))))
                .extracting(report -> report.pairs().size())
                .containsExactly(2, 1);
    }

    @Test
    void shouldSayItInAHundredColumns() {
        String text =
                DisagreementText.of(report(Map.of(pair(CAT, CAT), 50, pair(CAT, DOG), 12, pair(NONE, CAT), 20)), 2);

        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(text)
                .contains("answers   cifar10 1 (abababababab)")
                .contains("both, different classes                 12   14.6%")
                .containsPattern(
                        "certified +75\\.6% \\(64\\.9 to 84\\.4\\) +100\\.0% \\(95\\.6 to 100\\.0\\) +< 0\\.0001")
                .containsPattern("door +f +cat within 0\\.476 +dog within 0\\.476")
                .contains("and 10 more: --list N names more of them");
    }

    private static Disagreement report(Map<TrialPair, Integer> counts) {
        List<TrialPair> pairs = new ArrayList<>();
        counts.forEach((pair, count) -> pairs.addAll(Collections.nCopies(count, pair)));
        return Disagreement.of(pairs).get(0);
    }

    private static TrialPair pair(CertifiedPrediction answer, CertifiedPrediction trial) {
        return new TrialPair(TrialAnswer.of(answer), TrialAnswer.of(trial));
    }

    private static CertifiedPrediction abstained(AbstentionReason reason) {
        return SampleAnswers.cat("f", "door")
                .setOutcome(Outcome.ABSTAINED)
                .setAbstentionReason(reason)
                .setClassIndex(null)
                .setClassName(null)
                .setLabel(null)
                .setRadius(0)
                .build();
    }
}

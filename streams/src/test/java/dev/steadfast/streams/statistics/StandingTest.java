package dev.steadfast.streams.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.avro.CameraState;
import dev.steadfast.smoothing.bounds.BetaBinomial;
import dev.steadfast.streams.statistics.Past.Window;
import dev.steadfast.streams.statistics.Standing.Judgement;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Window USUAL = new Window(20, 2);
    private static final Window BLIND = new Window(20, 18);
    private static final DepartureRule RULE = new DepartureRule(10, 1e-4, 6);

    private Standing standing = Standing.NEW;

    @Test
    void shouldLearnUntilThePastIsLongEnough() {
        assertThat(judge(BLIND).surprise()).isEmpty();
        assertThat(judge(BLIND).turn()).isEmpty();
        assertThat(standing.state(RULE)).isEqualTo(CameraState.LEARNING);

        judge(BLIND);

        assertThat(standing.past().frames()).isEqualTo(60);
        assertThat(standing.state(RULE)).isEqualTo(CameraState.USUAL);
    }

    @Test
    void shouldDepartWhenAWindowIsTooSurprising() {
        learn();

        Judgement judgement = judge(BLIND);

        assertThat(judgement.turn()).contains(CameraEventKind.DEPARTED);
        assertThat(judgement.surprise().orElseThrow())
                .isEqualTo(BetaBinomial.after(6, 60, 20).upperTail(18))
                .isLessThan(1e-4);
        assertThat(standing.state(RULE)).isEqualTo(CameraState.DEPARTED);
        assertThat(standing.past().frames()).as("without the departed window").isEqualTo(60);
    }

    @Test
    void shouldTakeFewerAbstentionsThanUsualForNoTrouble() {
        judge(BLIND);
        judge(BLIND);
        judge(BLIND);

        Judgement judgement = judge(new Window(20, 0));

        assertThat(judgement.turn()).isEmpty();
        assertThat(judgement.surprise().orElseThrow()).isEqualTo(1);
    }

    @Test
    void shouldNotJudgeAWindowOfTooFewAnswers() {
        learn();

        Judgement judgement = judge(new Window(9, 9));

        assertThat(judgement.surprise()).isEmpty();
        assertThat(judgement.turn()).isEmpty();
        assertThat(standing.past().frames())
                .as("it is part of the past all the same")
                .isEqualTo(69);
    }

    @Test
    void shouldJudgeWindowsTogetherThatAreTooSmallAlone() {
        learn();

        assertThat(judge(new Window(4, 4)).surprise()).isEmpty();
        assertThat(judge(new Window(4, 4)).surprise()).isEmpty();
        Judgement judgement = judge(new Window(4, 4));

        assertThat(judgement.turn()).contains(CameraEventKind.DEPARTED);
        assertThat(judgement.surprise().orElseThrow())
                .isEqualTo(BetaBinomial.after(6, 60, 12).upperTail(12));
        assertThat(standing.past().frames()).as("without any of the three").isEqualTo(60);
    }

    @Test
    void shouldReturnAfterTwoUsualWindowsInARow() {
        learn();

        assertThat(turns(BLIND, USUAL, BLIND, USUAL, new Window(3, 3), USUAL))
                .containsExactly(CameraEventKind.DEPARTED, CameraEventKind.RETURNED);
        assertThat(standing.state(RULE)).isEqualTo(CameraState.USUAL);
        assertThat(standing.past().frames()).as("nothing since the departure").isEqualTo(60);
    }

    @Test
    void shouldTakeTroubleThatLastsAsLongAsAPastForTheUsual() {
        learn();

        assertThat(turns(BLIND, BLIND, BLIND, BLIND, BLIND)).containsExactly(CameraEventKind.DEPARTED);
        assertThat(turns(BLIND)).containsExactly(CameraEventKind.NEW_NORMAL);
        assertThat(standing.past()).isEqualTo(new Past(List.of(BLIND, BLIND, BLIND, BLIND, BLIND, BLIND)));
        assertThat(turns(BLIND)).isEmpty();
        assertThat(standing.state(RULE)).isEqualTo(CameraState.USUAL);
    }

    @Test
    void shouldLearnAgainIfTheNewNormalIsTooShortToCompareWith() {
        learn();

        turns(BLIND, new Window(1, 1), new Window(1, 1), new Window(1, 1), new Window(1, 1));

        assertThat(turns(new Window(1, 1))).containsExactly(CameraEventKind.NEW_NORMAL);
        assertThat(standing.state(RULE)).isEqualTo(CameraState.LEARNING);
    }

    @Test
    void shouldNotBeMovedByAWindowWithoutAnyAnswer() {
        learn();
        Standing before = standing;

        assertThat(judge(new Window(0, 0)).surprise()).isEmpty();

        assertThat(standing).isEqualTo(before);
    }

    @Test
    void shouldForgetThePastBeyondItsLength() {
        for (int frames = 1; frames <= 8; frames++) {
            judge(new Window(frames, 0));
        }

        assertThat(standing.past().framesByWindow()).containsExactly(3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldGiveAFalseAlarmAboutAsOftenAsTheThresholdSays() {
        // Given cameras whose frames are independent and alike for ever; the seed is fixed
        SplittableRandom random = new SplittableRandom(7);
        DepartureRule rule = new DepartureRule(10, 1e-3, 60);
        int alarms = 0;
        int judged = 0;

        // When
        for (int camera = 0; camera < 300; camera++) {
            double abstaining = random.nextDouble(0.02, 0.6);
            Standing one = Standing.NEW;
            for (int window = 0; window < 1000; window++) {
                Judgement judgement = one.judge(NOON, drawn(random, 60, abstaining), rule);
                judged += judgement.surprise().isPresent() ? 1 : 0;
                alarms += judgement.turn().equals(Optional.of(CameraEventKind.DEPARTED)) ? 1 : 0;
                one = judgement.after();
            }
        }

        // Then some 0.7 of the threshold, since the tail of a count is discrete; four standard errors are 0.2
        assertThat(judged).isGreaterThan(290_000);
        assertThat(alarms / (1e-3 * judged)).isCloseTo(0.75, within(0.25));
    }

    private static Window drawn(SplittableRandom random, int frames, double abstaining) {
        int abstained = 0;
        for (int i = 0; i < frames; i++) {
            abstained += random.nextDouble() < abstaining ? 1 : 0;
        }
        return new Window(frames, abstained);
    }

    private void learn() {
        turns(USUAL, USUAL, USUAL);
    }

    private List<CameraEventKind> turns(Window... windows) {
        List<CameraEventKind> turns = new ArrayList<>();
        for (Window window : windows) {
            judge(window).turn().ifPresent(turns::add);
        }
        return turns;
    }

    private Judgement judge(Window window) {
        Judgement judgement = standing.judge(NOON, window, RULE);
        standing = judgement.after();
        return judgement;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gateway/src/main/resources/dev/steadfast/gateway/page/live/learning.js | export const LEAST_PAST = %d;
                    docs/explanation/camera-statistics.md                                  | N < %d: there is nothing to compare with
                    docs/how-to/watch-the-dashboard.md                                     | it takes %d answers in full windows
                    """)
    void shouldLearnForAsLongAsIsSaidElsewhere(Path file, String words) {
        assertThat(Path.of("..").resolve(file)).content().contains(words.formatted(DepartureRule.LEAST_PAST));
    }
}

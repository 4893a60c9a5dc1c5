package dev.steadfast.streams.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.avro.AbstentionCount;
import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.avro.CameraState;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.streams.TestFrames;
import dev.steadfast.streams.TestPredictions;
import dev.steadfast.streams.statistics.Camera.Closing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CameraTest {

    private static final Instant NOON = TestFrames.NOON;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Camera camera = new Camera("door", TestFrames.STATISTICS);

    @Test
    void shouldCountEveryKindOfAnswer() {
        // When
        camera.add(TestPredictions.certified("door", 0.26).setGroundTruth(1).build(), NOON);
        camera.add(TestPredictions.certified("door", 0.31).setGroundTruth(2).build(), NOON);
        camera.add(TestPredictions.certified("door", 0.05).build(), NOON);
        camera.add(TestPredictions.predicted("door").setGroundTruth(1).build(), NOON);
        camera.add(abstained(AbstentionReason.DEADLINE), NOON);
        camera.add(abstained(AbstentionReason.NOT_CONFIDENT), NOON);
        camera.add(
                TestPredictions.abstained("door", AbstentionReason.NOT_CONFIDENT)
                        .setGroundTruth(1)
                        .setCompletedAt(NOON.plusSeconds(2))
                        .build(),
                NOON);
        camera.reject(TestPredictions.rejected("door"), NOON);

        // Then
        CameraStatistics statistics = camera.statistics();
        assertThat(statistics.getCameraId()).isEqualTo("door");
        assertThat(statistics.getWindowStart()).isEqualTo(NOON);
        assertThat(statistics.getWindowEnd()).isEqualTo(NOON.plus(MINUTE));
        assertThat(statistics.getClosed()).isFalse();
        assertThat(statistics.getCertified()).isEqualTo(3);
        assertThat(statistics.getPredicted()).isEqualTo(1);
        assertThat(statistics.getAbstained()).isEqualTo(3);
        assertThat(statistics.getRejected()).isEqualTo(1);
        assertThat(statistics.getAbstentions())
                .containsExactly(
                        new AbstentionCount(AbstentionReason.NOT_CONFIDENT, 2),
                        new AbstentionCount(AbstentionReason.DEADLINE, 1));
        assertThat(statistics.getLabelled()).isEqualTo(4);
        assertThat(statistics.getCorrect()).isEqualTo(2);
        assertThat(statistics.getCertifiedCorrect()).isEqualTo(1);
        assertThat(statistics.getRadiusSum()).isCloseTo(0.62, within(1e-12));
        assertThat(statistics.getRadiusBinWidth()).isEqualTo(0.025);
        assertThat(statistics.getRadiusCounts()).containsExactly(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1);
        assertThat(statistics.getCorrectRadiusCounts()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(statistics.getLatencyMillisSum()).isEqualTo(6 * 250 + 2000);
        assertThat(statistics.getLatencyMillisMax()).isEqualTo(2000);
        assertThat(statistics.getSamples()).isEqualTo(7 * 120);
        assertThat(statistics.getSurprise()).isNull();
        assertThat(statistics.getState()).isEqualTo(CameraState.LEARNING);
    }

    @Test
    void shouldPutAnAnswerIntoTheWindowInWhichItArrives() {
        camera.add(abstained(AbstentionReason.NOT_CONFIDENT), NOON.plusSeconds(59));
        assertThat(camera.isOver(NOON.plusMillis(59_999))).isFalse();
        assertThat(camera.isOver(NOON.plusSeconds(60))).isTrue();

        Closing closing = camera.close(NOON.plusSeconds(90));
        camera.add(abstained(AbstentionReason.NOT_CONFIDENT), NOON.plusSeconds(90));

        assertThat(closing.statistics().getClosed()).isTrue();
        assertThat(closing.statistics().getWindowEnd()).isEqualTo(NOON.plusSeconds(60));
        assertThat(camera.statistics().getWindowStart()).isEqualTo(NOON.plusSeconds(60));
        assertThat(camera.statistics().getAbstained()).isEqualTo(1);
    }

    @Test
    void shouldGoOnInTheOpenWindowWhenTheClockIsSetBack() {
        camera.add(abstained(AbstentionReason.NOT_CONFIDENT), NOON);
        camera.add(abstained(AbstentionReason.NOT_CONFIDENT), NOON.minusSeconds(300));

        assertThat(camera.statistics().getWindowStart()).isEqualTo(NOON);
        assertThat(camera.statistics().getAbstained()).isEqualTo(2);
    }

    @Test
    void shouldTellADepartureToPeopleAndPrograms() {
        // Given
        for (int minute = 0; minute < 3; minute++) {
            window(minute, 20, 1);
        }

        // When
        Closing closing = window(3, 20, 17);

        // Then
        CameraStatistics statistics = closing.statistics();
        assertThat(statistics.getState()).isEqualTo(CameraState.DEPARTED);
        assertThat(statistics.getDepartedSince()).isEqualTo(NOON.plus(MINUTE.multipliedBy(3)));
        assertThat(statistics.getPastFrames()).isEqualTo(60);
        assertThat(statistics.getPastAbstained()).isEqualTo(3);
        CameraEvent event = closing.event().orElseThrow();
        assertThat(event.getKind()).isEqualTo(CameraEventKind.DEPARTED);
        assertThat(event.getFrames()).isEqualTo(20);
        assertThat(event.getAbstained()).isEqualTo(17);
        assertThat(event.getPastFrames()).isEqualTo(60);
        assertThat(event.getPastAbstained()).isEqualTo(3);
        assertThat(event.getProbability()).isEqualTo(statistics.getSurprise()).isLessThan(1e-4);
        assertThat(event.getThreshold()).isEqualTo(1e-4);
        assertThat(event.getLeadingReason()).isEqualTo(AbstentionReason.NOT_CONFIDENT);
        assertThat(event.getMessage())
                .isEqualTo("Camera door abstains far more than usual: 17 of 20 frames were not answered, 5.0% of those"
                        + " before; the leading reason is not confident.");
    }

    @Test
    void shouldCountRejectionsAsNoAnswers() {
        for (int minute = 0; minute < 3; minute++) {
            window(minute, 20, 1);
        }
        for (int i = 0; i < 100; i++) {
            camera.reject(TestPredictions.rejected("door"), NOON.plus(MINUTE.multipliedBy(3)));
        }

        Closing closing = camera.close(NOON.plus(MINUTE.multipliedBy(4)));

        assertThat(closing.statistics().getRejected()).isEqualTo(100);
        assertThat(closing.statistics().getSurprise()).isNull();
        assertThat(closing.event()).isEmpty();
        assertThat(camera.history().getPastFrames()).containsExactly(20, 20, 20);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEADLINE", "OVERLOADED", "MODEL_REPLACED", "UNKNOWN_PLAN"})
    void shouldNotBlameTheCameraForWhatItsPicturesHaveNoPartIn(AbstentionReason reason) {
        for (int minute = 0; minute < 3; minute++) {
            window(minute, 20, 1);
        }
        Instant now = NOON.plus(MINUTE.multipliedBy(3));
        for (int i = 0; i < 100; i++) {
            camera.add(abstained(reason), now);
        }

        Closing closing = window(3, 20, 1);

        assertThat(closing.statistics().getAbstained()).as("they are told").isEqualTo(101);
        assertThat(closing.statistics().getState()).isEqualTo(CameraState.USUAL);
        assertThat(closing.event()).isEmpty();
        assertThat(camera.history().getPastFrames()).as("and teach nothing").containsExactly(20, 20, 20, 20);
        assertThat(camera.history().getPastAbstained()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void shouldSeeADepartureThroughAnOverloadAndNameItsOwnReason() {
        for (int minute = 0; minute < 3; minute++) {
            window(minute, 20, 1);
        }
        for (int i = 0; i < 100; i++) {
            camera.add(abstained(AbstentionReason.OVERLOADED), NOON.plus(MINUTE.multipliedBy(3)));
        }

        Closing closing = window(3, 20, 17);

        assertThat(closing.event()).hasValueSatisfying(event -> {
            assertThat(event.getKind()).isEqualTo(CameraEventKind.DEPARTED);
            assertThat(event.getFrames()).isEqualTo(20);
            assertThat(event.getAbstained()).isEqualTo(17);
            assertThat(event.getLeadingReason()).isEqualTo(AbstentionReason.NOT_CONFIDENT);
        });
    }

    @Test
    void shouldTellThatFramesAreGivenUpOnceUntilForAWhileNoneIs() {
        // When
        CameraEvent begun =
                camera.add(abstained(AbstentionReason.OVERLOADED), NOON).orElseThrow();

        // Then
        assertThat(begun.getKind()).isEqualTo(CameraEventKind.OVERLOADED);
        assertThat(begun.getOccurredAt()).isEqualTo(NOON);
        assertThat(begun.getWindowStart()).isEqualTo(NOON);
        assertThat(begun.getLeadingReason()).isEqualTo(AbstentionReason.OVERLOADED);
        assertThat(begun.getMessage())
                .isEqualTo("Frames of camera door are given up: more come than the workers can vote on in time.");
        assertThat(camera.add(TestPredictions.certified("door", 0.2).build(), NOON.plusSeconds(1)))
                .isEmpty();
        assertThat(camera.add(abstained(AbstentionReason.OVERLOADED), NOON.plusSeconds(9)))
                .as("it goes on")
                .isEmpty();
        assertThat(camera.reject(TestPredictions.rejected("door"), NOON.plusSeconds(10)))
                .isEmpty();
        assertThat(camera.catchUp(NOON.plusMillis(23_999))).isEmpty();
        assertThat(camera.overloadEnd()).contains(NOON.plusSeconds(24));

        CameraEvent ended = camera.catchUp(NOON.plusSeconds(24)).orElseThrow();
        assertThat(ended.getKind()).isEqualTo(CameraEventKind.CAUGHT_UP);
        assertThat(ended.getOccurredAt()).isEqualTo(NOON.plusSeconds(24));
        assertThat(ended.getWindowStart()).isEqualTo(NOON);
        assertThat(ended.getWindowEnd()).isEqualTo(NOON.plusSeconds(9));
        assertThat(ended.getFrames()).isEqualTo(3);
        assertThat(ended.getAbstained()).isEqualTo(2);
        assertThat(ended.getMessage())
                .isEqualTo("No frame of camera door was given up for 15 s; of the 3 since the first, 2 were.");
        assertThat(camera.catchUp(NOON.plusSeconds(25))).as("once").isEmpty();
        assertThat(camera.overloadEnd()).isEmpty();
    }

    @Test
    void shouldRememberThatFramesAreGivenUp() {
        camera.add(abstained(AbstentionReason.OVERLOADED), NOON);

        Camera restored = new Camera("door", camera.history(), TestFrames.STATISTICS);

        assertThat(restored.add(abstained(AbstentionReason.OVERLOADED), NOON.plusSeconds(1)))
                .as("it has begun before")
                .isEmpty();
        assertThat(restored.catchUp(NOON.plusSeconds(16)))
                .map(CameraEvent::getAbstained)
                .contains(2);
    }

    @Test
    void shouldBeTakenUpFromItsHistoryAtAnyMoment() {
        // Given a camera that is put away and taken up between any two answers, and one that is not
        Camera whole = camera;
        List<Integer> abstentions = List.of(1, 2, 1, 18, 1, 17, 1, 2, 1);

        for (int minute = 0; minute < abstentions.size(); minute++) {
            Instant now = NOON.plus(MINUTE.multipliedBy(minute));
            Camera cut = new Camera("door", whole.history(), TestFrames.STATISTICS);
            for (int frame = 0; frame < 20; frame++) {
                boolean abstains = frame < abstentions.get(minute);
                var answer = abstains
                        ? abstained(AbstentionReason.NOT_CONFIDENT)
                        : TestPredictions.certified("door", 0.1 * frame)
                                .setGroundTruth(1)
                                .build();
                whole.add(answer, now);
                cut.add(answer, now);
                cut = new Camera("door", cut.history(), TestFrames.STATISTICS);
            }

            // Then nobody can tell them apart
            assertThat(cut.statistics()).isEqualTo(whole.statistics());
            assertThat(cut.close(now.plus(MINUTE))).isEqualTo(whole.close(now.plus(MINUTE)));
            assertThat(cut.history()).isEqualTo(whole.history());
        }
    }

    @Test
    void shouldHaveNothingToCloseWithoutAnOpenWindow() {
        assertThat(camera.isOver(NOON)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> camera.close(NOON))
                .withMessage("camera door has no open window");
    }

    private Closing window(int minute, int frames, int abstentions) {
        Instant now = NOON.plus(MINUTE.multipliedBy(minute));
        for (int i = 0; i < frames; i++) {
            camera.add(
                    i < abstentions
                            ? abstained(AbstentionReason.NOT_CONFIDENT)
                            : TestPredictions.certified("door", 0.2).build(),
                    now);
        }
        return camera.close(now.plus(MINUTE));
    }

    private static CertifiedPrediction abstained(AbstentionReason reason) {
        return TestPredictions.abstained("door", reason).build();
    }
}

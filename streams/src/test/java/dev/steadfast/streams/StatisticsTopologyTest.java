package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.avro.CameraHistory;
import dev.steadfast.avro.CameraState;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch over cameras within the topology: windows of a minute, published every second. */
class StatisticsTopologyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path stateFolder;

    private DrivenTopology driven;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> predictions;
    private TestInputTopic<String, byte[]> rejections;
    private TestOutputTopic<String, CameraStatistics> statistics;
    private TestOutputTopic<String, CameraEvent> events;

    @SuppressWarnings("NullAway.Init")
    StatisticsTopologyTest() {}

    @BeforeEach
    void setUp() {
        driven = new DrivenTopology(stateFolder, new StreamsInstruments(new Meters()));
        driver = driven.driver();
        predictions = driven.input(Topics.CERTIFIED_PREDICTIONS);
        rejections = driven.input(Topics.REJECTED_FRAMES);
        statistics = driven.output(Topics.CAMERA_STATISTICS);
        events = driven.output(Topics.CAMERA_EVENTS);
    }

    @AfterEach
    void tearDown() {
        driven.close();
    }

    @Test
    void shouldPublishAnOpenWindowOnceForEveryTimeItChanged() {
        // Given
        answer(TestPredictions.certified("door", 0.3).build());
        reject(TestPredictions.rejected("door"));
        assertThat(statistics.isEmpty()).isTrue();

        // When
        driver.advanceWallClockTime(SECOND);
        driver.advanceWallClockTime(SECOND);
        answer(TestPredictions.certified("door", 0.3).build());
        driver.advanceWallClockTime(SECOND);

        // Then
        List<TestRecord<String, CameraStatistics>> published = statistics.readRecordsToList();
        assertThat(published).extracting(TestRecord::key).containsExactly("door", "door");
        assertThat(published)
                .extracting(TestRecord::value)
                .extracting(CameraStatistics::getCertified, CameraStatistics::getRejected, CameraStatistics::getClosed)
                .containsExactly(tuple(1, 1, false), tuple(2, 1, false));
    }

    @Test
    void shouldCloseAWindowOnceThoughTheCameraIsSilent() {
        answer(TestPredictions.certified("door", 0.3).build());

        driver.advanceWallClockTime(MINUTE);
        driver.advanceWallClockTime(MINUTE);

        assertThat(statistics.readValuesToList()).last().satisfies(closed -> {
            assertThat(closed.getClosed()).isTrue();
            assertThat(closed.getCertified()).isEqualTo(1);
            assertThat(closed.getWindowStart()).isEqualTo(TestFrames.NOON);
        });
        answer(TestPredictions.predicted("door").build());
        driver.advanceWallClockTime(SECOND);
        assertThat(statistics.readValuesToList()).singleElement().satisfies(open -> {
            assertThat(open.getClosed()).isFalse();
            assertThat(open.getWindowStart()).isEqualTo(TestFrames.NOON.plus(MINUTE.multipliedBy(2)));
            assertThat(open.getPredicted()).isEqualTo(1);
            assertThat(open.getCertified()).isZero();
        });
    }

    @Test
    void shouldTellCamerasApart() {
        answer(TestPredictions.certified("door", 0.3).build());
        answer(TestPredictions.abstained("yard", AbstentionReason.DEADLINE).build());

        driver.advanceWallClockTime(SECOND);

        assertThat(statistics.readValuesToList())
                .extracting(
                        CameraStatistics::getCameraId, CameraStatistics::getCertified, CameraStatistics::getAbstained)
                .containsExactlyInAnyOrder(tuple("door", 1, 0), tuple("yard", 0, 1));
    }

    @Test
    void shouldTellThatACameraDepartsReturnsAndHasANewNormal() {
        // When
        List.of(1, 1, 1).forEach(this::window);
        List.of(18, 1, 1).forEach(this::window);
        List.of(18, 18, 18, 18, 18).forEach(this::window);

        // Then
        assertThat(events.readRecordsToList())
                .extracting(TestRecord::key, record -> record.value().getKind())
                .containsExactly(
                        tuple("door", CameraEventKind.DEPARTED),
                        tuple("door", CameraEventKind.RETURNED),
                        tuple("door", CameraEventKind.DEPARTED),
                        tuple("door", CameraEventKind.NEW_NORMAL));
        assertThat(statistics.readValuesToList().stream()
                        .filter(CameraStatistics::getClosed)
                        .map(CameraStatistics::getState))
                .containsExactly(
                        CameraState.LEARNING,
                        CameraState.LEARNING,
                        CameraState.USUAL,
                        CameraState.DEPARTED,
                        CameraState.DEPARTED,
                        CameraState.USUAL,
                        CameraState.DEPARTED,
                        CameraState.DEPARTED,
                        CameraState.DEPARTED,
                        CameraState.USUAL,
                        CameraState.USUAL);
    }

    @Test
    void shouldTellOnceWhenFramesOfACameraAreGivenUpAndWhenNoneIsAnyMore() {
        // Given
        answer(TestPredictions.certified("yard", 0.3).build());
        answer(TestPredictions.abstained("door", AbstentionReason.OVERLOADED).build());
        assertThat(events.readValuesToList())
                .as("at once")
                .extracting(CameraEvent::getCameraId, CameraEvent::getKind)
                .containsExactly(tuple("door", CameraEventKind.OVERLOADED));

        // When
        driver.advanceWallClockTime(SECOND.multipliedBy(14));
        answer(TestPredictions.abstained("door", AbstentionReason.OVERLOADED).build());
        driver.advanceWallClockTime(SECOND.multipliedBy(14));
        assertThat(events.isEmpty()).isTrue();
        driver.advanceWallClockTime(SECOND);

        // Then
        assertThat(events.readValuesToList()).singleElement().satisfies(event -> {
            assertThat(event.getKind()).isEqualTo(CameraEventKind.CAUGHT_UP);
            assertThat(event.getAbstained()).isEqualTo(2);
        });
        driver.advanceWallClockTime(MINUTE);
        assertThat(events.isEmpty()).isTrue();
        assertThat(statistics.readValuesToList())
                .filteredOn(window -> window.getCameraId().equals("door"))
                .last()
                .satisfies(window -> assertThat(window.getAbstained()).isEqualTo(2));
    }

    @Test
    void shouldKnowAfterARestartWhoseFramesAreGivenUp() {
        answer(TestPredictions.abstained("door", AbstentionReason.OVERLOADED).build());
        answer(TestPredictions.certified("yard", 0.3).build());

        CameraBook restarted = new CameraBook(driver.getKeyValueStore("cameras"), TestFrames.STATISTICS);

        assertThat(restarted.caughtUp(TestFrames.NOON.plusSeconds(14))).isEmpty();
        assertThat(restarted.caughtUp(TestFrames.NOON.plusSeconds(15))).containsExactly("door");
    }

    @Test
    void shouldEndAnOverloadBeforeTheNextOneBegins() {
        answer(TestPredictions.abstained("door", AbstentionReason.OVERLOADED).build());
        driver.advanceWallClockTime(SECOND.multipliedBy(15));
        answer(TestPredictions.abstained("door", AbstentionReason.OVERLOADED).build());

        assertThat(events.readValuesToList())
                .extracting(CameraEvent::getKind)
                .containsExactly(CameraEventKind.OVERLOADED, CameraEventKind.CAUGHT_UP, CameraEventKind.OVERLOADED);
    }

    @Test
    void shouldLeaveOutWhatBelongsToNoCameraOrCannotBeRead() {
        reject(TestPredictions.rejected(null));
        reject(TestPredictions.rejected("no camera is called so"));
        predictions.pipeInput("door", new byte[] {9, 9, 9});
        rejections.pipeInput("door", new byte[] {9, 9, 9});
        reject(TestPredictions.rejected("door"));

        driver.advanceWallClockTime(SECOND);

        assertThat(statistics.readValuesToList()).singleElement().satisfies(only -> {
            assertThat(only.getCameraId()).isEqualTo("door");
            assertThat(only.getRejected()).isEqualTo(1);
        });
    }

    @Test
    void shouldForgetTheCameraSeenLeastRecentlyWhenThereAreTooMany() {
        for (String camera : List.of("a", "b", "c", "a", "d")) {
            answer(TestPredictions.certified(camera, 0.3).build());
        }

        driver.advanceWallClockTime(SECOND);

        assertThat(statistics.readValuesToList())
                .extracting(CameraStatistics::getCameraId, CameraStatistics::getCertified)
                .containsExactly(tuple("c", 1), tuple("a", 2), tuple("d", 1));
        assertThat(driver.<String, CameraHistory>getKeyValueStore("cameras").get("b"))
                .isNull();
    }

    @Test
    void shouldCountWhatTheTopologyItselfAnswers() {
        TestInputTopic<String, byte[]> frames = driven.input(Topics.FRAMES);
        frames.pipeInput("door", new byte[] {9, 9, 9});
        frames.pipeInput(
                "door", driven.bytes(Topics.FRAMES, TestFrames.frame("f-1").build()));

        driver.advanceWallClockTime(MINUTE.plus(SECOND)); // the frame's deadline
        driver.advanceWallClockTime(SECOND);

        assertThat(statistics.readValuesToList())
                .extracting(CameraStatistics::getRejected, CameraStatistics::getAbstained, CameraStatistics::getClosed)
                .contains(tuple(1, 0, true), tuple(0, 1, false));
    }

    /** A minute in which camera door gets 20 answers, so many of them abstentions. */
    private void window(int abstentions) {
        for (int i = 0; i < 20; i++) {
            answer((i < abstentions
                            ? TestPredictions.abstained("door", AbstentionReason.NOT_CONFIDENT)
                            : TestPredictions.certified("door", 0.2))
                    .build());
        }
        driver.advanceWallClockTime(MINUTE);
    }

    private void answer(CertifiedPrediction prediction) {
        predictions.pipeInput(prediction.getCameraId(), driven.bytes(Topics.CERTIFIED_PREDICTIONS, prediction));
    }

    private void reject(RejectedFrame rejected) {
        rejections.pipeInput(
                rejected.getCameraId() == null ? "" : rejected.getCameraId(),
                driven.bytes(Topics.REJECTED_FRAMES, rejected));
    }
}

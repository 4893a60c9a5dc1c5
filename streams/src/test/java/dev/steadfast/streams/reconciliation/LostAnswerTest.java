package dev.steadfast.streams.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.DrivenTopology;
import dev.steadfast.streams.TestFrames;
import dev.steadfast.streams.intake.FrameContent;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the topology says when it is asked what became of a frame. */
class LostAnswerTest {

    private static final Duration DEADLINE = TestFrames.SETTINGS.deadline().plusSeconds(1);

    @TempDir
    private Path stateFolder;

    private DrivenTopology driven;
    private TestInputTopic<String, byte[]> accepted;
    private TestOutputTopic<String, NoiseTask> tasks;
    private TestOutputTopic<String, CertifiedPrediction> predictions;
    private TestOutputTopic<String, RejectedFrame> rejections;
    private Instant now = TestFrames.NOON;

    @SuppressWarnings("NullAway.Init")
    LostAnswerTest() {}

    @BeforeEach
    void setUp() {
        driven = new DrivenTopology(stateFolder, new StreamsInstruments(new Meters()));
        accepted = driven.input(Topics.ACCEPTED_FRAMES);
        tasks = driven.output(Topics.NOISE_TASKS);
        predictions = driven.output(Topics.CERTIFIED_PREDICTIONS);
        rejections = driven.output(Topics.REJECTED_FRAMES);
    }

    @AfterEach
    void tearDown() {
        driven.close();
    }

    @Test
    void shouldRejectAFrameThatItDoesNotKnowAndNotTakeItUpLater() {
        ask("f-1", now);

        TestRecord<String, RejectedFrame> rejected = rejections.readRecord();
        assertThat(rejected.key()).isEqualTo("door");
        assertThat(rejected.value())
                .extracting(
                        RejectedFrame::getFrameId,
                        RejectedFrame::getCameraId,
                        RejectedFrame::getReason,
                        RejectedFrame::getSourceTopic,
                        RejectedFrame::getSourcePartition,
                        RejectedFrame::getSourceOffset)
                .containsExactly("f-1", "door", RejectionReason.ANSWER_LOST, "frames", 2, 77L);

        driven.publish(TestFrames.frame("f-1").build());

        assertThat(tasks.isEmpty()).as("no noise is drawn for it any more").isTrue();
        assertThat(rejections.isEmpty()).isTrue();
    }

    @Test
    void shouldLeaveAFrameAloneThatIsUnderWay() {
        driven.publish(TestFrames.frame("f-1").build());
        ask("f-1", now);
        assertThat(rejections.isEmpty()).isTrue();

        pass(DEADLINE);

        assertThat(predictions.readValuesToList()).hasSize(1);
    }

    @Test
    void shouldRejectAFrameWhoseAnswerIsOlderThanAllThatWereSeen() {
        driven.publish(TestFrames.frame("f-1").build());
        pass(DEADLINE);
        assertThat(predictions.readValuesToList()).hasSize(1);

        ask("f-1", now);
        assertThat(rejections.isEmpty())
                .as("that answer may not have been seen")
                .isTrue();

        pass(Duration.ofMillis(1));
        ask("f-1", now);
        assertThat(rejections.readValue().getReason()).isEqualTo(RejectionReason.ANSWER_LOST);
        ask("f-1", now);
        assertThat(rejections.isEmpty()).as("asked twice").isTrue();
    }

    @Test
    void shouldRejectAgainWhereThatWasLostToo() {
        ask("f-1", now);
        pass(Duration.ofMinutes(3));
        ask("f-1", now);

        assertThat(rejections.readValuesToList())
                .extracting(RejectedFrame::getReason)
                .containsExactly(RejectionReason.ANSWER_LOST, RejectionReason.ANSWER_LOST);
    }

    @Test
    void shouldRejectARecordThatHasNoIdByItsPlace() {
        ask("2 77", "", now);
        ask("2 77", "", now);

        assertThat(rejections.readValuesToList()).singleElement().satisfies(rejected -> {
            assertThat(rejected.getFrameId()).isNull();
            assertThat(rejected.getCameraId()).isNull();
            assertThat(rejected.getSourceOffset()).isEqualTo(77);
        });
    }

    private void ask(String frameId, Instant answersSeenUntil) {
        ask(frameId, "door", answersSeenUntil);
    }

    private void ask(String frameId, String camera, Instant answersSeenUntil) {
        TakenFrame frame = new TakenFrame(
                2,
                77,
                Optional.of(frameId),
                camera,
                FrameContent.sha256(TestFrames.frame(frameId).build()));
        AcceptedFrame question = Questions.question(frame, answersSeenUntil);
        accepted.pipeInput(frameId, driven.bytes(Topics.ACCEPTED_FRAMES, question));
    }

    private void pass(Duration time) {
        driven.driver().advanceWallClockTime(time);
        now = now.plus(time);
    }
}

package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that may have 12 samples a second, and 240 at once: two frames, and another one every ten seconds. */
class BudgetTopologyTest {

    private @TempDir Path stateFolder;
    private final Set<String> begun = new LinkedHashSet<>();
    private DrivenTopology driven;
    private TestOutputTopic<String, NoiseTask> tasks;
    private TestOutputTopic<String, CertifiedPrediction> predictions;

    @BeforeEach
    void setUp() {
        driven = new DrivenTopology(
                stateFolder,
                TestFrames.deployment(TestFrames.budget("12/s+240")),
                new StreamsInstruments(new Meters()));
        tasks = driven.output(Topics.NOISE_TASKS);
        predictions = driven.output(Topics.CERTIFIED_PREDICTIONS);
    }

    @AfterEach
    void tearDown() {
        driven.close();
    }

    @Test
    void shouldBeginNoFrameOfACameraThatHasSpentItsBudgetUntilThereIsMore() {
        publish("door", 0, 3);
        assertThat(frames()).containsExactly("door-0", "door-1");
        publish("gate", 0, 1);
        assertThat(frames()).as("another camera has a budget of its own").containsExactly("gate-0");

        driven.driver().advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(frames()).as("10 samples were overdrawn, and 24 have come").containsExactly("door-2");
    }

    @Test
    void shouldAnswerWithoutAVoteWhatCannotWaitForMore() {
        SamplingOptions young = TestFrames.options().setMaxAgeMillis(3000L).build();
        for (int i = 0; i < 6; i++) {
            driven.publish(TestFrames.frame("door-" + i).setOptions(young).build());
        }
        assertThat(frames()).containsExactly("door-0", "door-1");

        pass(Duration.ofSeconds(4));

        List<CertifiedPrediction> overBudget = predictions.readValuesToList().stream()
                .filter(answer -> answer.getAbstentionReason() == AbstentionReason.OVER_BUDGET)
                .toList();
        assertThat(overBudget).hasSize(3).allMatch(answer -> answer.getSamplesUsed() == 0);
        assertThat(overBudget).as("at once").allMatch(answer -> answer.getCompletedAt()
                .equals(answer.getAcceptedAt()));
        assertThat(frames()).as("the one that can wait, and the newest").containsExactly("door-5");
    }

    @Test
    void shouldTurnFramesAwayOfACameraThatGoesOnBeyondItsBudget() {
        TestOutputTopic<String, RejectedFrame> rejections = driven.output(Topics.REJECTED_FRAMES);
        for (int second = 0; second < 60; second++) {
            publish("door", 10 * second, 10 * second + 10);
            pass(Duration.ofSeconds(1));
        }
        pass(TestFrames.SETTINGS.deadline().plusSeconds(1));

        List<RejectedFrame> rejected = rejections.readValuesToList();
        List<CertifiedPrediction> answers = predictions.readValuesToList();
        assertThat(rejected).extracting(RejectedFrame::getReason).containsOnly(RejectionReason.OVER_BUDGET);
        assertThat(rejected.size() + answers.size()).as("each has an answer").isEqualTo(600);
        assertThat(rejected).as("and most before they are decoded").hasSizeGreaterThan(250);
        assertThat(answers)
                .extracting(CertifiedPrediction::getAbstentionReason)
                .containsOnly(null, AbstentionReason.OVER_BUDGET);
        assertThat(answers)
                .as("120 samples each, of 240 and 12 for each of 60 to 120 s")
                .filteredOn(answer -> answer.getSamplesUsed() > 0)
                .hasSizeBetween(6, 15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/s", "-5/s", "many", "5/s+0"})
    void shouldRefuseADeploymentWithABudgetThatIsNone(String budget) {
        assertThatThrownBy(() -> TestFrames.budget(budget))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("certification.camera-budget: ");
    }

    /** Workers vote on what is sent. */
    private void pass(Duration time) {
        for (int step = 0; step < time.toMillis() / 250; step++) {
            driven.driver().advanceWallClockTime(Duration.ofMillis(250));
            for (NoiseTask task : tasks.readValuesToList()) {
                begun.add(task.getFrameId());
                driven.vote(TestVotes.unanimous(task).build());
            }
        }
    }

    private void publish(String camera, int from, int to) {
        for (int i = from; i < to; i++) {
            driven.publish(
                    TestFrames.frame(camera + "-" + i).setCameraId(camera).build());
        }
    }

    /** Of which tasks were sent since this was asked last. */
    private List<String> frames() {
        List<String> frames = Stream.concat(
                        begun.stream(), tasks.readValuesToList().stream().map(NoiseTask::getFrameId))
                .distinct()
                .toList();
        begun.clear();
        return frames;
    }
}

package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.routing.CameraPattern;
import dev.steadfast.streams.routing.Portion;
import dev.steadfast.streams.routing.Route;
import dev.steadfast.streams.routing.Routes;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.routing.ServiceLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several bundles behind one topology. */
class RoutedTopologyTest {

    private static final ServedModel STABLE = TestModels.animals();
    private static final ServedModel CANDIDATE = TestModels.retrainedAnimals();
    private static final Duration SETTLING = Duration.ofSeconds(3);

    @TempDir
    private Path stateFolder;

    private final Meters meters = new Meters();
    private Routing routing = Routing.to(STABLE);
    private DrivenTopology driven;
    private TestOutputTopic<String, AcceptedFrame> accepted;
    private TestOutputTopic<String, NoiseTask> stableTasks;
    private TestOutputTopic<String, NoiseTask> candidateTasks;
    private TestOutputTopic<String, CertifiedPrediction> predictions;
    private TestOutputTopic<String, CertifiedPrediction> shadowPredictions;
    private TestOutputTopic<String, RejectedFrame> rejections;

    @SuppressWarnings("NullAway.Init")
    RoutedTopologyTest() {}

    @BeforeEach
    void setUp() {
        driven = new DrivenTopology(stateFolder, TestFrames.deployment(() -> routing), new StreamsInstruments(meters));
        accepted = driven.output(Topics.ACCEPTED_FRAMES);
        stableTasks = driven.output(Topics.NOISE_TASKS);
        candidateTasks = driven.output(TaskQueues.topic(CANDIDATE.queue()));
        predictions = driven.output(Topics.CERTIFIED_PREDICTIONS);
        shadowPredictions = driven.output(Topics.SHADOW_PREDICTIONS);
        rejections = driven.output(Topics.REJECTED_FRAMES);
    }

    @AfterEach
    void tearDown() {
        driven.close();
    }

    @Test
    void shouldSendAFramesTasksToTheQueueOfItsCamerasBundle() {
        routing = routing(
                new Route(
                        List.of(new CameraPattern("gate-*")),
                        CANDIDATE,
                        Optional.empty(),
                        Optional.empty(),
                        ServiceLevel.USUAL),
                all(STABLE, Optional.empty(), Optional.empty()));

        driven.publish(frame("f-1", "door"));
        driven.publish(frame("f-2", "gate-1"));

        assertThat(stableTasks.readValuesToList()).hasSize(5).allSatisfy(task -> assertThat(task.getFrameId())
                .isEqualTo("f-1"));
        List<NoiseTask> tasks = candidateTasks.readValuesToList();
        assertThat(tasks).hasSize(5).allSatisfy(task -> assertThat(task.getModelDigest())
                .isEqualTo(CANDIDATE.digest()));
        vote(tasks);
        CertifiedPrediction prediction = predictions.readValue();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(prediction.getModelName()).isEqualTo("retrained-animals 1");
        assertThat(prediction.getModelDigest()).isEqualTo(CANDIDATE.digest());
    }

    @Test
    void shouldLetACanaryAnswerItsShare() {
        routing = routing(all(STABLE, Optional.of(new Portion(CANDIDATE, 0.5)), Optional.empty()));

        driven.publish(frame("f-0", "door"));
        driven.publish(frame("f-4", "door"));

        assertThat(stableTasks.readValuesToList())
                .extracting(NoiseTask::getFrameId)
                .containsOnly("f-0");
        assertThat(candidateTasks.readValuesToList())
                .extracting(NoiseTask::getFrameId)
                .containsOnly("f-4");
        assertThat(assignments("retrained-animals 1", "canary")).isEqualTo(1);
        assertThat(assignments("animals 1", "answer")).isEqualTo(1);
    }

    @Test
    void shouldKeepPredictionsOfAShadowApart() {
        shadowed();
        driven.publish(frame("f-1", "door"));
        List<TestRecord<String, AcceptedFrame>> twice = accepted.readRecordsToList();
        assertThat(twice).extracting(TestRecord::key).containsExactly("f-1", "f-1 shadow");
        assertThat(twice).extracting(record -> record.value().getFrameId()).containsOnly("f-1");
        List<NoiseTask> tasks = stableTasks.readValuesToList();
        List<NoiseTask> shadowTasks = candidateTasks.readValuesToList();
        assertThat(shadowTasks).extracting(NoiseTask::getFrameId).containsOnly("f-1 shadow");
        assertThat(shadowTasks.get(0).getNoiseKey()).isNotEqualTo(tasks.get(0).getNoiseKey());

        vote(shadowTasks);
        assertThat(predictions.isEmpty()).isTrue();
        vote(tasks);

        TestRecord<String, CertifiedPrediction> shadow = shadowPredictions.readRecord();
        assertThat(shadow.key()).isEqualTo("door");
        assertThat(shadow.value().getFrameId()).isEqualTo("f-1");
        assertThat(shadow.value().getModelDigest()).isEqualTo(CANDIDATE.digest());
        assertThat(shadowPredictions.isEmpty()).isTrue();
        assertThat(predictions.readValue().getModelDigest()).isEqualTo(STABLE.digest());
        assertThat(predictions.isEmpty()).isTrue();
        assertThat(counter("steadfast_streams_shadow_predictions_total", Map.of("outcome", "certified")))
                .isEqualTo(1);
        assertThat(counter("steadfast_streams_predictions_total", Map.of("outcome", "certified")))
                .isEqualTo(1);
    }

    @Test
    void shouldAnswerAFrameWhoseShadowNeverVotes() {
        shadowed();
        driven.publish(frame("f-1", "door"));

        vote(stableTasks.readValuesToList());
        assertThat(predictions.readValue().getOutcome()).isEqualTo(Outcome.CERTIFIED);
        driven.driver().advanceWallClockTime(TestFrames.SETTINGS.deadline().plusSeconds(1));

        CertifiedPrediction shadow = shadowPredictions.readValue();
        assertThat(shadow.getAbstentionReason()).isEqualTo(AbstentionReason.DEADLINE);
        assertThat(predictions.isEmpty()).isTrue();
    }

    @Test
    void shouldLeaveShadowsOutWhileTooManyFramesWait() {
        for (int i = 0; i < OpenProcessor.MOST_OPEN_BESIDE_A_SHADOW; i++) {
            driven.publish(frame("waits-" + i, "door"));
        }
        stableTasks.readValuesToList();
        shadowed();

        driven.publish(frame("f-1", "door"));

        assertThat(candidateTasks.isEmpty()).isTrue();
        assertThat(counter("steadfast_streams_shadow_predictions_total", Map.of("outcome", "left_out")))
                .isEqualTo(1);
    }

    @Test
    void shouldTakeARepeatedFrameOnceAndRejectAReusedIdOnce() {
        shadowed();
        driven.publish(frame("f-1", "door"));
        stableTasks.readValuesToList();
        candidateTasks.readValuesToList();

        driven.publish(frame("f-1", "door"));
        driven.publish(Frame.newBuilder(frame("f-1", "door")).setGroundTruth(2).build());

        assertThat(stableTasks.isEmpty()).isTrue();
        assertThat(candidateTasks.isEmpty()).isTrue();
        assertThat(rejections.readValuesToList()).hasSize(1);
    }

    @Test
    void shouldCountVotesOfABundleThatGetsNoFramesAnyMore() {
        driven.publish(frame("f-1", "door"));
        List<NoiseTask> tasks = stableTasks.readValuesToList();
        Routes after = Routes.to(CANDIDATE);
        routing = new Routing(after, Map.of(STABLE.digest(), STABLE, CANDIDATE.digest(), CANDIDATE), SETTLING);

        driven.publish(frame("f-2", "door"));
        vote(tasks);

        assertThat(predictions.readValue().getModelDigest()).isEqualTo(STABLE.digest());
        assertThat(stableTasks.isEmpty()).isTrue();
        assertThat(candidateTasks.readValuesToList()).hasSize(5);
    }

    @Test
    void shouldAbstainForABundleThatNobodyKnows() {
        driven.publish(frame("f-1", "door"));
        accept("f-2", "0".repeat(64));

        CertifiedPrediction prediction = predictions.readValue();
        assertThat(prediction.getFrameId()).isEqualTo("f-2");
        assertThat(prediction.getAbstentionReason()).isEqualTo(AbstentionReason.MODEL_REPLACED);
        assertThat(prediction.getModelDigest()).isEqualTo("0".repeat(64));
    }

    @Test
    void shouldOpenAFrameOnceItsBundleIsKnown() {
        acceptForABundleThatIsNotKnownYet("f-2");

        driven.driver().advanceWallClockTime(SETTLING.minusSeconds(1));
        assertThat(candidateTasks.isEmpty()).isTrue();
        assertThat(predictions.isEmpty()).isTrue();
        shadowed();
        driven.driver().advanceWallClockTime(Duration.ofSeconds(1));

        List<NoiseTask> tasks = candidateTasks.readValuesToList();
        assertThat(tasks).hasSize(5).allSatisfy(task -> assertThat(task.getFrameId())
                .isEqualTo("f-2"));
        vote(tasks);
        CertifiedPrediction prediction = predictions.readValue();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(prediction.getModelName()).isEqualTo("retrained-animals 1");
    }

    @Test
    void shouldAbstainOnceForABundleThatDoesNotBecomeKnown() {
        acceptForABundleThatIsNotKnownYet("f-2");

        driven.driver().advanceWallClockTime(SETTLING.plusSeconds(1));
        shadowed();
        driven.driver().advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(predictions.readValuesToList()).singleElement().satisfies(prediction -> {
            assertThat(prediction.getFrameId()).isEqualTo("f-2");
            assertThat(prediction.getAbstentionReason()).isEqualTo(AbstentionReason.MODEL_REPLACED);
        });
        assertThat(candidateTasks.isEmpty()).isTrue();
    }

    @Test
    void shouldCountNoVotesOfAnEarlierFrameForOneThatAwaitsItsBundle() {
        acceptForABundleThatIsNotKnownYet("f-2");
        NoiseTask earlier = stableTasks.readValue();
        shadowed(); // known, but not yet looked for

        driven.vote(TestVotes.unanimous(earlier)
                .setFrameId("f-2")
                .setModelDigest(CANDIDATE.digest())
                .build());

        assertThat(counter("steadfast_streams_votes_total", Map.of("result", "late")))
                .isEqualTo(1);
        driven.driver().advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(candidateTasks.readValuesToList()).hasSize(5);
    }

    private void acceptForABundleThatIsNotKnownYet(String frameId) {
        routing = new Routing(Routes.to(STABLE), Map.of(STABLE.digest(), STABLE), SETTLING);
        driven.publish(frame("f-1", "door"));
        accept(frameId, CANDIDATE.digest());
    }

    @Test
    void shouldOpenAFrameThatAFormerVersionAcceptedForTheBundleOfAllCameras() {
        driven.publish(frame("f-1", "door"));
        stableTasks.readValuesToList();

        accept("f-2", null);

        assertThat(stableTasks.readValuesToList()).hasSize(5);
    }

    @Test
    void shouldTellNoCameraOfItsShadow() {
        shadowed();
        driven.publish(frame("f-1", "door"));
        vote(candidateTasks.readValuesToList());
        driven.driver().advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(driven.output(Topics.CAMERA_STATISTICS).isEmpty()).isTrue();
    }

    private void shadowed() {
        routing = routing(all(STABLE, Optional.empty(), Optional.of(new Portion(CANDIDATE, 1))));
    }

    /** As an instance with other routes, or of a former version, accepts what was published last. */
    private void accept(String frameId, @Nullable String digest) {
        AcceptedFrame frame = AcceptedFrame.newBuilder(accepted.readValue())
                .setFrameId(frameId)
                .setModelDigest(digest)
                .build();
        driven.input(Topics.ACCEPTED_FRAMES).pipeInput(frameId, driven.bytes(Topics.ACCEPTED_FRAMES, frame));
    }

    private void vote(List<NoiseTask> tasks) {
        tasks.forEach(task -> driven.vote(TestVotes.unanimous(task).build()));
    }

    private double assignments(String bundle, String role) {
        return counter("steadfast_streams_assignments_total", Map.of("bundle", bundle, "role", role));
    }

    private double counter(String name, Map<String, String> tags) {
        var search = meters.registry().get(name);
        tags.forEach(search::tag);
        return search.counter().count();
    }

    private static Frame frame(String id, String camera) {
        return TestFrames.frame(id).setCameraId(camera).build();
    }

    private static Routing routing(Route... routes) {
        return new Routing(
                new Routes(List.of(STABLE, CANDIDATE), List.of(routes)),
                Map.of(STABLE.digest(), STABLE, CANDIDATE.digest(), CANDIDATE),
                SETTLING);
    }

    private static Route all(ServedModel model, Optional<Portion> canary, Optional<Portion> shadow) {
        return new Route(List.of(new CameraPattern("*")), model, canary, shadow, ServiceLevel.USUAL);
    }
}

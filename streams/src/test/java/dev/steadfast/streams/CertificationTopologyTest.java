package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificationTopologyTest {

    @TempDir
    private Path stateFolder;

    private DrivenTopology driven;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> frames;
    private TestInputTopic<String, byte[]> votes;
    private TestOutputTopic<String, NoiseTask> tasks;
    private TestOutputTopic<String, CertifiedPrediction> predictions;
    private TestOutputTopic<String, RejectedFrame> rejections;
    private TestOutputTopic<String, DeadLetter> deadLetters;

    @SuppressWarnings("NullAway.Init")
    CertificationTopologyTest() {}

    @BeforeEach
    void setUp() {
        driven = new DrivenTopology(stateFolder, new StreamsInstruments(new Meters()));
        driver = driven.driver();
        frames = driven.input(Topics.FRAMES);
        votes = driven.input(Topics.VOTES);
        tasks = driven.output(Topics.NOISE_TASKS);
        predictions = driven.output(Topics.CERTIFIED_PREDICTIONS);
        rejections = driven.output(Topics.REJECTED_FRAMES);
        deadLetters = driven.output(Topics.DEAD_LETTERS);
    }

    @AfterEach
    void tearDown() {
        driven.close();
    }

    @Test
    void shouldKeepItsDescription() throws IOException {
        try (InputStream golden =
                Objects.requireNonNull(getClass().getResourceAsStream("/topology.txt"), "/topology.txt")) {
            assertThat(driven.topology().describe().toString().strip())
                    .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void shouldReadWhatIsSaidToBeItsSources() {
        assertThat(driven.topology().describe().subtopologies().stream()
                        .flatMap(part -> part.nodes().stream())
                        .filter(TopologyDescription.Source.class::isInstance)
                        .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        CertificationStreams.SOURCES.stream().map(Topic::name).toList());
    }

    @Test
    void shouldCertifyAFrameOnce() {
        publish(TestFrames.frame("f-1").build());
        List<NoiseTask> sent = tasks.readValuesToList();
        assertThat(sent).hasSize(5);

        sent.forEach(task -> vote(TestVotes.unanimous(task).build()));
        sent.forEach(task -> vote(TestVotes.unanimous(task).build()));

        TestRecord<String, CertifiedPrediction> only = predictions.readRecord();
        assertThat(only.key()).isEqualTo("door");
        assertThat(only.value().getFrameId()).isEqualTo("f-1");
        assertThat(only.value().getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(only.value().getSamplesUsed()).isEqualTo(120);
        assertThat(predictions.isEmpty()).isTrue();
        assertThat(rejections.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldSendFurtherTasksOnlyWhileTheRadiusIsUndecided() {
        publish(TestFrames.frame("f-1")
                .setOptions(TestFrames.options().setPlan(PlanKind.SEQUENTIAL).build())
                .build());
        List<NoiseTask> first = tasks.readValuesToList();
        assertThat(first)
                .as("more than the first look takes, as nobody else wants the workers")
                .hasSize(4);
        first.subList(0, 2)
                .forEach(task -> vote(
                        TestVotes.answer(task, 0, task.getSamples() * 4 / 5, 0).build()));

        List<TestRecord<String, NoiseTask>> further = tasks.readRecordsToList();
        assertThat(further).extracting(TestRecord::key).containsOnly("f-1");
        assertThat(further).extracting(record -> record.value().getTaskIndex()).containsExactly(4);
        assertThat(predictions.isEmpty()).isTrue();
        vote(TestVotes.unanimous(first.get(3)).build());
        assertThat(predictions.isEmpty()).as("the one before it is missing").isTrue();
        vote(TestVotes.unanimous(first.get(2)).build());
        further.forEach(task -> vote(TestVotes.unanimous(task.value()).build()));
        first.forEach(task -> vote(TestVotes.unanimous(task).build()));

        CertifiedPrediction only = predictions.readValue();
        assertThat(only.getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(only.getSamplesUsed()).isEqualTo(85);
        assertThat(predictions.isEmpty()).isTrue();
        assertThat(tasks.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldSayWhereAFrameAndItsInputStand() {
        publish(TestFrames.frame("no-frame").setContentType("text/plain").build());
        publish(TestFrames.frame("f-1").build());
        publish(TestFrames.frame("f-2").build());

        tasks.readValuesToList().forEach(task -> vote(TestVotes.unanimous(task).build()));

        assertThat(predictions.readValuesToList())
                .extracting(CertifiedPrediction::getSource)
                .containsExactly(new FrameSource(0, 1L, 0, 0L), new FrameSource(0, 2L, 0, 1L));
    }

    @Test
    void shouldDrawAnotherKeyForEveryFrame() {
        publish(TestFrames.frame("f-1").build());
        publish(TestFrames.frame("f-2").build());

        List<NoiseTask> sent = tasks.readValuesToList();
        assertThat(sent).hasSize(10);
        assertThat(sent.stream().map(NoiseTask::getNoiseKey).distinct()).hasSize(2);
    }

    @Test
    void shouldAnswerARepeatedFrameOnceAndRejectAnotherWithItsId() {
        // Given
        Frame frame = TestFrames.frame("f-1").build();
        publish(frame);
        List<NoiseTask> sent = tasks.readValuesToList();

        // When the frame comes again while open, and after it was settled
        publish(frame);
        publish(TestFrames.frame("f-1").setCameraId("yard").build());
        sent.forEach(task -> vote(TestVotes.unanimous(task).build()));
        driver.advanceWallClockTime(DrivenTopology.RETENTION.minusMinutes(1));
        publish(frame);
        publish(TestFrames.frame("f-1").setGroundTruth(0).build());

        // Then
        assertThat(tasks.isEmpty()).isTrue();
        assertThat(predictions.readValuesToList()).hasSize(1);
        List<TestRecord<String, RejectedFrame>> rejected = rejections.readRecordsToList();
        assertThat(rejected).extracting(TestRecord::key).containsExactly("yard", "door");
        assertThat(rejected)
                .extracting(record -> record.value().getReason())
                .containsOnly(RejectionReason.FRAME_ID_REUSED);
        assertThat(rejected)
                .extracting(record -> record.value().getSourceOffset())
                .containsExactly(2L, 4L);
    }

    @Test
    void shouldRejectWhatIsNoFrameAndGoOn() {
        frames.pipeInput("door", new byte[] {9, 9, 9});
        publish(TestFrames.frame("f-1").setContentType("text/plain").build());
        publish(TestFrames.frame("f-2").build());

        assertThat(rejections.readValuesToList())
                .extracting(RejectedFrame::getReason)
                .containsExactly(RejectionReason.NOT_AVRO, RejectionReason.UNSUPPORTED_CONTENT_TYPE);
        assertThat(tasks.readValuesToList())
                .extracting(NoiseTask::getFrameId)
                .hasSize(5)
                .containsOnly("f-2");
    }

    @Test
    void shouldAbstainWhenTheDeadlinePassesAndIgnoreLaterVotes() {
        publish(TestFrames.frame("f-1").build());
        List<NoiseTask> sent = tasks.readValuesToList();
        vote(TestVotes.unanimous(sent.get(0)).build());

        driver.advanceWallClockTime(Duration.ofSeconds(59));
        assertThat(predictions.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        CertifiedPrediction prediction = predictions.readValue();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.ABSTAINED);
        assertThat(prediction.getAbstentionReason()).isEqualTo(AbstentionReason.DEADLINE);
        sent.forEach(task -> vote(TestVotes.unanimous(task).build()));
        driver.advanceWallClockTime(Duration.ofMinutes(2));
        assertThat(predictions.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldBuryVotesThatCannotBeCountedAndGoOn() {
        publish(TestFrames.frame("f-1").build());
        List<NoiseTask> sent = tasks.readValuesToList();

        votes.pipeInput("f-1", new byte[] {9, 9, 9});
        vote(TestVotes.unanimous(sent.get(0)).setSamples(3).build());
        vote(TestVotes.unanimous(sent.get(0)).setFrameId("nobody").build());
        sent.forEach(task -> vote(TestVotes.unanimous(task).build()));

        List<DeadLetter> buried = deadLetters.readValuesToList();
        assertThat(buried).extracting(DeadLetter::getReason).containsExactly("NOT_AVRO", "MALFORMED_VOTES");
        assertThat(buried).extracting(DeadLetter::getSourceTopic).containsOnly("votes");
        assertThat(Objects.requireNonNull(buried.get(0).getValue()).array()).containsExactly(9, 9, 9);
        assertThat(predictions.readValuesToList())
                .extracting(CertifiedPrediction::getOutcome)
                .containsExactly(Outcome.CERTIFIED);
    }

    @Test
    void shouldSendNoMoreThanTheWorkersAreKnownToDoAndTheRestInTurn() {
        for (int i = 0; i < 20; i++) {
            publish(TestFrames.frame("f-" + i).build());
        }
        List<NoiseTask> first = tasks.readValuesToList();
        assertThat(first).hasSize(16);

        first.stream()
                .filter(task -> task.getFrameId().equals("f-0"))
                .forEach(task -> vote(TestVotes.unanimous(task).build()));

        assertThat(predictions.readValue().getFrameId()).isEqualTo("f-0");
        assertThat(tasks.readValuesToList())
                .as("in place of those that were done, and as many more")
                .hasSize(10);
        driven.driver().advanceWallClockTime(TestFrames.SETTINGS.deadline().plusSeconds(1));
        assertThat(predictions.readValuesToList())
                .as("and each of the others has its answer")
                .hasSize(19)
                .extracting(CertifiedPrediction::getAbstentionReason)
                .containsOnly(AbstentionReason.DEADLINE);
    }

    @Test
    void shouldSpendNothingOnAFrameThatIsTooOldAndAnswerOneThatBecomesSo() {
        SamplingOptions young = TestFrames.options().setMaxAgeMillis(2000L).build();
        publish(TestFrames.frame("stale")
                .setCapturedAt(TestFrames.NOON.minusSeconds(10))
                .setOptions(young)
                .build());
        assertThat(tasks.isEmpty()).isTrue();
        assertThat(rejections.readValue().getReason()).isEqualTo(RejectionReason.TOO_OLD);

        publish(TestFrames.frame("fresh")
                .setCapturedAt(TestFrames.NOON)
                .setOptions(young)
                .build());
        assertThat(tasks.readValuesToList())
                .hasSize(5)
                .extracting(NoiseTask::getDeadline)
                .containsOnly(TestFrames.NOON.plusSeconds(2));
        driven.driver().advanceWallClockTime(Duration.ofSeconds(3));
        assertThat(predictions.readValue().getAbstentionReason()).isEqualTo(AbstentionReason.DEADLINE);
    }

    @Test
    void shouldBuryAcceptedFramesThatCannotBeReadAndGoOn() {
        TestInputTopic<String, byte[]> accepted = driven.input(Topics.ACCEPTED_FRAMES);

        accepted.pipeInput("f-0", new byte[] {9, 9, 9});
        accepted.pipeInput("f-0", null);
        publish(TestFrames.frame("f-1").build());

        assertThat(deadLetters.readValuesToList())
                .extracting(DeadLetter::getReason)
                .containsExactly("NOT_AVRO", "EMPTY_RECORD");
        assertThat(tasks.readValuesToList()).hasSize(5);
    }

    @Test
    void shouldAbstainFromFramesWhosePlanOnlyALaterVersionKnows() {
        publish(TestFrames.frame("f-1").build());
        AcceptedFrame accepted = AcceptedFrame.newBuilder(
                        driven.output(Topics.ACCEPTED_FRAMES).readValue())
                .setFrameId("f-2")
                .setPlan(PlanKind.UNKNOWN)
                .build();

        driven.input(Topics.ACCEPTED_FRAMES).pipeInput("f-2", driven.bytes(Topics.ACCEPTED_FRAMES, accepted));

        CertifiedPrediction only = predictions.readValue();
        assertThat(only.getFrameId()).isEqualTo("f-2");
        assertThat(only.getAbstentionReason()).isEqualTo(AbstentionReason.UNKNOWN_PLAN);
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldSettleFramesThatWereAcceptedForABundleOfAnotherInputSize() {
        AcceptedFrame frame = AcceptedFrame.newBuilder()
                .setFrameId("f-0")
                .setCameraId("door")
                .setCapturedAt(TestFrames.NOON)
                .setAcceptedAt(TestFrames.NOON)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(20)
                .setEstimationSamples(100)
                .setInputHeight(8)
                .setInputWidth(8)
                .setImage(ByteBuffer.wrap(new byte[3 * 8 * 8]))
                .setContentSha256("c")
                .setSourcePartition(0)
                .setSourceOffset(0)
                .build();

        driven.input(Topics.ACCEPTED_FRAMES).pipeInput("f-0", driven.bytes(Topics.ACCEPTED_FRAMES, frame));

        assertThat(tasks.isEmpty()).isTrue();
        assertThat(predictions.readValuesToList())
                .extracting(CertifiedPrediction::getAbstentionReason)
                .containsExactly(AbstentionReason.MODEL_REPLACED);
    }

    @Test
    void shouldStampWhatItWritesItselfWhateverTheProducersClockSays() {
        Frame frame = TestFrames.frame("f-1").build();
        byte[] value = driven.bytes(Topics.FRAMES, frame);

        frames.pipeInput("door", value, 0L); // 1970

        assertThat(tasks.readRecordsToList()).hasSize(5).allSatisfy(task -> assertThat(task.getRecordTime())
                .isAfter(Instant.EPOCH.plus(Duration.ofDays(365))));
    }

    @Test
    void shouldSendATaskAgainThatAnotherBackendAnswered() {
        publish(TestFrames.frame("f-1").build());
        List<NoiseTask> sent = tasks.readValuesToList();
        vote(TestVotes.unanimous(sent.get(0)).build());

        vote(TestVotes.unanimous(sent.get(3)).setBackend("pytorch cuda").build());

        assertThat(tasks.readValuesToList()).containsExactly(sent.get(3));
    }

    @Test
    void shouldSettleFramesOfAFormerBundleWithoutReadingTheirVotes() {
        // Given a frame that was opened under another bundle, as after a restart with a new one
        publish(TestFrames.frame("f-1").build());
        List<NoiseTask> sent = tasks.readValuesToList();
        var open = driver.<String, dev.steadfast.avro.OpenFrame>getKeyValueStore("open-frames");
        var tallies = driver.<String, dev.steadfast.avro.TallyState>getKeyValueStore("tallies");
        String former = TestModels.retrainedAnimals().digest();
        open.put(
                "f-1",
                dev.steadfast.avro.OpenFrame.newBuilder(open.get("f-1"))
                        .setModelDigest(former)
                        .build());
        tallies.put(
                "f-1",
                dev.steadfast.avro.TallyState.newBuilder(tallies.get("f-1"))
                        .setModelDigest(former)
                        .build());

        // When
        sent.forEach(
                task -> vote(TestVotes.unanimous(task).setModelDigest(former).build()));
        assertThat(predictions.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        // Then
        CertifiedPrediction prediction = predictions.readValue();
        assertThat(prediction.getAbstentionReason()).isEqualTo(AbstentionReason.MODEL_REPLACED);
        assertThat(prediction.getModelDigest()).isEqualTo(former);
        assertThat(predictions.isEmpty()).isTrue();
    }

    @Test
    void shouldForgetFramesOnceTheyAreSettled() {
        publish(TestFrames.frame("f-1").build());
        tasks.readValuesToList().forEach(task -> vote(TestVotes.unanimous(task).build()));

        assertThat(driver.getKeyValueStore("open-frames").approximateNumEntries())
                .isZero();
        try (var left = driver.getKeyValueStore("tallies").all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    private void publish(Frame frame) {
        driven.publish(frame);
    }

    private void vote(VoteBatch batch) {
        driven.vote(batch);
    }
}

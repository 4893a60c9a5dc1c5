package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import dev.steadfast.standalone.watch.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** More frames than two cores can vote on, by several times: each has one answer, and those that are begun are finished. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadIT {

    private static final int FRAMES = 600;
    private static final int FRAMES_AROUND_A_DEATH = 150;
    private static final int FRAMES_PER_SECOND = 120;
    private static final Duration DEADLINE = Duration.ofSeconds(6);

    private final List<SampleImage> images = SampleImages.load();
    private RunningStack stack;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        stack = new RunningStack(
                data, "certification.estimation-samples=50", "certification.deadline=" + DEADLINE.toSeconds() + "s");
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void shouldDecideWhatItCanAndAnswerTheRestWithoutAVote() throws Exception {
        List<String> published = new ArrayList<>();
        load("load", 0, FRAMES, published);

        List<Answer> answers = published.stream().map(stack::answer).toList();
        List<CertifiedPrediction> predictions = answers.stream()
                .filter(Answer.Predicted.class::isInstance)
                .map(answer -> ((Answer.Predicted) answer).prediction())
                .toList();
        List<RejectedFrame> turnedAway = answers.stream()
                .filter(Answer.Rejected.class::isInstance)
                .map(answer -> ((Answer.Rejected) answer).rejection())
                .toList();

        List<CertifiedPrediction> decided = predictions.stream()
                .filter(one -> one.getOutcome() != Outcome.ABSTAINED
                        || one.getAbstentionReason() == AbstentionReason.NOT_CONFIDENT)
                .toList();
        List<CertifiedPrediction> overloaded = predictions.stream()
                .filter(one -> one.getAbstentionReason() == AbstentionReason.OVERLOADED)
                .toList();
        assertThat(decided).as("decided by votes").hasSizeGreaterThan(5);
        assertThat(overloaded).isNotEmpty().allMatch(one -> one.getSamplesUsed() == 0);
        assertThat(turnedAway).allMatch(one -> one.getReason() == RejectionReason.OVERLOADED);
        assertThat(overloaded.size() + turnedAway.size()).isGreaterThan(FRAMES / 4);
        assertThat(FRAMES - decided.size() - overloaded.size() - turnedAway.size())
                .as("begun, and not done in time")
                .isLessThan(FRAMES / 20);
        assertThat(predictions)
                .allMatch(one -> Duration.between(one.getAcceptedAt(), one.getCompletedAt())
                                .compareTo(DEADLINE.plusSeconds(3))
                        < 0);
    }

    @Test
    void shouldAnswerEveryFrameOnceWhenAWorkerAndATopologyDieUnderLoad() throws Exception {
        // Given
        ChildProcess doomedStreams = child(
                "streams",
                "certification.selection-samples=25",
                "certification.estimation-samples=50",
                "certification.deadline=" + DEADLINE.toSeconds() + "s",
                "streams.management-port=0",
                "kafka.session.timeout.ms=3000",
                "kafka.heartbeat.interval.ms=1000");
        ChildProcess doomedWorker = child("worker", "worker.id=doomed", "worker.management-port=0");
        await("both instances have partitions")
                .atMost(RunningStack.PATIENCE)
                .until(() -> FailoverIT.instancesWithPartitions(stack.settings()) == 2);
        List<String> published = new ArrayList<>();
        await("both workers vote").atMost(RunningStack.PATIENCE).until(() -> {
            load("before", published.size(), published.size() + FRAMES_AROUND_A_DEATH, published);
            return FailoverIT.workersThatVoted(stack.settings()).contains("doomed");
        });

        // When
        doomedWorker.kill();
        load("worker", 0, FRAMES_AROUND_A_DEATH, published);
        doomedStreams.kill();
        Instant killed = Instant.now();
        load("after", 0, FRAMES_AROUND_A_DEATH, published);

        // Then
        List<Answer> answers = published.stream().map(stack::answer).toList();
        assertThat(answers).as("each once, or the stack would say so").hasSameSizeAs(published);
        assertThat(answers)
                .filteredOn(Answer.Predicted.class::isInstance)
                .extracting(answer -> ((Answer.Predicted) answer).prediction())
                .as("decided after both died")
                .filteredOn(
                        one -> one.getSamplesUsed() == 75 && one.getAcceptedAt().isAfter(killed))
                .isNotEmpty();
    }

    private ChildProcess child(String command, String... settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--set",
                SettingsOptions.BOOTSTRAP_SERVERS + "=" + stack.kafka().get("bootstrap.servers"),
                "--set",
                SettingsOptions.REGISTRY_URL + "=" + stack.kafka().get("schema.registry.url")));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return stack.resources().start(() -> ChildProcess.steadfast(arguments.toArray(String[]::new)));
    }

    private void load(String name, int from, int to, List<String> published) throws InterruptedException {
        for (int i = from; i < to; i++) {
            Frame frame = Frame.newBuilder(RunningStack.frame(name + "-" + i, images.get(i % images.size())))
                    .setCameraId("camera-" + i % 3)
                    .build();
            stack.send(frame);
            published.add(frame.getFrameId());
            TimeUnit.MILLISECONDS.sleep(1000 / FRAMES_PER_SECOND);
        }
    }
}

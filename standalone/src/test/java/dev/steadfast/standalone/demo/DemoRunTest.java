package dev.steadfast.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.Frame;
import dev.steadfast.standalone.SampleAnswers;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.watch.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo's camera and its run, with Kafka and the services replaced by a queue. */
@Timeout(60)
class DemoRunTest {

    private final BlockingQueue<Frame> published = new LinkedBlockingQueue<>();
    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void vouchForTheContracts() {
        SampleAnswers.frame("a", "b");
    }

    @Test
    void shouldEndWhenEveryFrameWasRejected() {
        DemoRun run = show(7, frame -> new Answer.Rejected(SampleAnswers.rejected(frame.getFrameId(), "sample")));

        assertThat(run.summary().frames()).isEqualTo(7);
        assertThat(run.summary().text()).contains("rejected     7");
        assertThat(out.toString().lines()).hasSize(7).allMatch(line -> line.contains("not an image"));
    }

    @Test
    void shouldCountPredictionsAndRejectionsAlike() {
        DemoRun run = show(
                6,
                frame -> frame.getGroundTruth() == 3
                        ? new Answer.Predicted(SampleAnswers.certified(frame.getFrameId(), "sample"))
                        : new Answer.Rejected(SampleAnswers.rejected(frame.getFrameId(), "sample")));

        assertThat(run.summary().text()).contains("certified    1,").contains("rejected     5");
    }

    @Test
    void shouldShowButNotCountTheAnswersToOthersFrames() {
        List<Answer> others = new ArrayList<>(List.of(
                new Answer.Rejected(SampleAnswers.rejected("other", "door")),
                new Answer.Predicted(SampleAnswers.certified("another", "door"))));
        DemoRun run = show(
                1,
                frame -> {
                    String id = frame.getFrameId();
                    return new Answer.Predicted(SampleAnswers.certified(id, "sample"));
                },
                others);

        assertThat(run.summary().frames()).isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(3);
    }

    @Test
    void shouldShareTheFramesAmongItsCameras() {
        Map<String, List<Integer>> labels = new HashMap<>();
        show(7, frame -> {
            labels.computeIfAbsent(frame.getCameraId(), camera -> new ArrayList<>())
                    .add(frame.getGroundTruth());
            return new Answer.Rejected(SampleAnswers.rejected(frame.getFrameId(), frame.getCameraId()));
        });

        List<Integer> images =
                SampleImages.load().stream().map(SampleImage::label).toList();
        assertThat(labels)
                .containsOnlyKeys("sample-1", "sample-2", "sample-3")
                .containsEntry("sample-1", List.of(images.get(0), images.get(3), images.get(6)))
                .containsEntry("sample-2", List.of(images.get(1), images.get(4)))
                .containsEntry("sample-3", List.of(images.get(2), images.get(5)));
    }

    @Test
    void shouldEndWithTheReasonWhenTheCameraCannotPublish() {
        try (SampleCameras cameras = SampleCameras.start(
                frame -> CompletableFuture.failedFuture(new CommandException("Kafka is gone")),
                SampleImages.load(),
                2,
                Duration.ZERO,
                false,
                3)) {
            DemoRun run = new DemoRun(patience -> List.of(), cameras, new CompletableFuture<>(), 3, new DemoSummary());

            assertThatThrownBy(() -> run.show(new PrintWriter(out), Map.of()))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("the sample camera cannot publish: Kafka is gone", Map.of());
            run.close(); // does not wait for what has ended
        }
    }

    @Test
    void shouldWaitBetweenFramesWhereItIsToldTo() throws InterruptedException {
        try (SampleCameras cameras = SampleCameras.start(
                this::publish, SampleImages.load(), 1, Duration.ofMinutes(1), false, Integer.MAX_VALUE)) {
            cameras.answered(published.take().getFrameId());

            assertThat(published.poll(200, TimeUnit.MILLISECONDS)).isNull();
        } // and does not wait for the minute
    }

    @Test
    void shouldGoOnWithoutAnswersWhereItIsToldTo() throws InterruptedException {
        try (SampleCameras cameras =
                SampleCameras.start(this::publish, SampleImages.load(), 1, Duration.ofMillis(1), true, 20)) {
            for (int i = 0; i < 20; i++) {
                assertThat(published.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
            cameras.throwFailure();
        }
    }

    @Test
    void shouldEndWhenAServiceGivesUp() {
        try (SampleCameras cameras = SampleCameras.start(
                frame -> new CompletableFuture<>(), SampleImages.load(), 1, Duration.ZERO, false, 3)) {
            DemoRun run = new DemoRun(
                    patience -> List.of(),
                    cameras,
                    CompletableFuture.failedFuture(new IllegalStateException()),
                    3,
                    new DemoSummary());

            assertThatThrownBy(() -> run.show(new PrintWriter(out), Map.of()))
                    .hasMessage("a service of the demo gave up; the log above has the cause");
        }
    }

    private DemoRun show(int frames, Function<Frame, Answer> service) {
        return show(frames, service, new ArrayList<>());
    }

    private DemoRun show(int frames, Function<Frame, Answer> service, List<Answer> others) {
        try (SampleCameras cameras =
                SampleCameras.start(this::publish, SampleImages.load(), 3, Duration.ZERO, false, frames)) {
            DemoRun run = new DemoRun(
                    patience -> answers(patience, service, others),
                    cameras,
                    new CompletableFuture<>(),
                    frames,
                    new DemoSummary());
            run.show(new PrintWriter(out), Map.of());
            return run;
        }
    }

    private CompletableFuture<Void> publish(Frame frame) {
        published.add(frame);
        return CompletableFuture.completedFuture(null);
    }

    private List<Answer> answers(Duration patience, Function<Frame, Answer> service, List<Answer> others) {
        try {
            List<Answer> answers = new ArrayList<>(others);
            others.clear();
            Frame frame = published.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (frame != null) {
                answers.add(service.apply(frame));
            }
            return answers;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

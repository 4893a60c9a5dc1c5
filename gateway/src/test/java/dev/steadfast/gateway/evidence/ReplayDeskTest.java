package dev.steadfast.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.fleet.BacklogLimit;
import dev.steadfast.gateway.fleet.Fleet;
import dev.steadfast.gateway.fleet.Prospects;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.LiveStream;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayDeskTest {

    private static final String QUEUE = "noise-tasks-candidate";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final LinkedBlockingQueue<NoiseTask> sent = new LinkedBlockingQueue<>();
    private volatile Function<NoiseTask, CompletionStage<Void>> brokers =
            task -> CompletableFuture.completedStage(null);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void shouldAskForTheSameSamplesOfTheSameNoise() throws Exception {
        ReplayDesk desk = listening(LONG);

        CompletableFuture<RepeatedVotes> replay = replay(desk, Evidence.LAYOUT);

        for (int index = 0; index < 5; index++) {
            NoiseTask task = next();
            TaskLayout.Task same = Evidence.LAYOUT.task(index);
            assertThat(task.getTaskIndex()).isEqualTo(index);
            assertThat(task.getFirstSample()).isEqualTo(same.firstSample());
            assertThat(task.getSamples()).isEqualTo(same.samples());
            assertThat(task.getNoiseKey()).isEqualTo(prediction().getReceipt().getNoiseKey());
            assertThat(task.getModelDigest()).isEqualTo(prediction().getModelDigest());
            assertThat(task.getDeadline()).isEqualTo(MadeUp.NOON.plus(LONG));
            assertThat(task.getReplay().getIllustrated()).isZero();
            arrive(desk, Evidence.votes(task));
        }
        assertThat(replay.get(10, TimeUnit.SECONDS).samples()).isEqualTo(44);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldCountATaskOnceAndOnlyItsOwn() throws Exception {
        // Given
        ReplayDesk desk = listening(LONG);
        CompletableFuture<RepeatedVotes> replay = replay(desk, Evidence.LAYOUT);
        List<NoiseTask> tasks = List.of(next(), next(), next(), next(), next());

        // When
        VoteBatch foreign = VoteBatch.newBuilder(Evidence.votes(tasks.get(4)))
                .setRequestId("another gateway's")
                .build();
        VoteBatch without = VoteBatch.newBuilder(foreign).setRequestId(null).build();
        arrive(desk, foreign, without);
        tasks.subList(0, 4).forEach(task -> {
            arrive(desk, Evidence.votes(task));
            arrive(desk, Evidence.votes(task, List.of(0, 9)));
        });
        assertThat(replay).isNotDone();
        arrive(desk, Evidence.votes(tasks.get(4)));

        // Then
        assertThat(replay.get(10, TimeUnit.SECONDS).sum(0, 5)).containsExactly(0, 0, 0, 43, 0, 1);
    }

    @Test
    void shouldGiveUpWhenTheWorkersDoNotVote() {
        ReplayDesk desk = listening(Duration.ofMillis(100));

        assertThat(problem(replay(desk, Evidence.LAYOUT)))
                .isEqualTo(
                        "503 the workers did not vote within 0 s: 0 of 5 tasks are done; no worker has voted for more than"
                                + " 60 s, and how many tasks wait is not known");
    }

    @Test
    void shouldGiveUpWhenKafkaDoesNotTakeTheTasks() {
        brokers = task -> CompletableFuture.failedStage(new TimeoutException("expired"));

        assertThat(problem(replay(listening(LONG), Evidence.LAYOUT)))
                .isEqualTo("503 Kafka did not take the tasks: expired");
    }

    @Test
    void shouldSendNoMoreTasksOnceItHasGivenUp() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        brokers = task -> slow;
        assertThat(problem(replay(listening(Duration.ofMillis(100)), Evidence.LAYOUT)))
                .startsWith("503");

        slow.complete(null);

        onLoop(() -> Future.succeededFuture("the turn after")).join();
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldRunFourAtATime() throws Exception {
        // Given
        ReplayDesk desk = listening(LONG);
        for (int i = 0; i < 4; i++) {
            assertThat(replay(desk, new TaskLayout(new FixedPlan(0.25, 0.05, 4, 40), 40)))
                    .isNotDone();
        }

        // Then
        assertThat(problem(replay(desk, Evidence.LAYOUT))).isEqualTo("429 4 replays are under way, the most that may");
        for (int i = 0; i < 8; i++) {
            arrive(desk, Evidence.votes(next()));
        }
        CompletableFuture<RepeatedVotes> fifth = replay(desk, Evidence.LAYOUT);
        assertThat(next()).as("there is room again").isNotNull();
        assertThat(fifth).isNotDone();
    }

    @Test
    void shouldNotAskBeforeItHearsAnswers() {
        ReplayDesk deaf =
                new ReplayDesk(loop, (queue, task) -> brokers.apply(task), () -> MadeUp.NOON, LONG, prospects());

        assertThat(problem(replay(deaf, Evidence.LAYOUT))).isEqualTo("503 the gateway has no connection to Kafka yet");
    }

    @Test
    void shouldSendTheTasksThatASequentialPlanAskedForAndNoMore() throws InterruptedException {
        TaskLayout layout = new TaskLayout(new SequentialPlan(0.25, 0.001, 10, 200, 0.25), 25);
        CertifiedPrediction prediction = prediction(layout.nextLook(0));
        ReplayDesk desk = listening(LONG);

        CompletableFuture<RepeatedVotes> replay = onLoop(() -> Future.succeededFuture()
                .compose(turn -> desk.all(prediction, Evidence.input("f-1", "door"), layout, QUEUE)
                        .all()));
        arrive(desk, Evidence.votes(next()), Evidence.votes(next()), Evidence.votes(next()));

        assertThat(replay).succeedsWithin(LONG);
        assertThat(sent).as("no more").isEmpty();
    }

    @Test
    void shouldSendThousandsOfTasks() {
        TaskLayout large = new TaskLayout(new FixedPlan(0.25, 0.001, 100, 100_000), 10);

        assertThat(replay(listening(LONG), large)).isNotDone();

        await().untilAsserted(() -> assertThat(sent).hasSize(10_010));
    }

    private ReplayDesk listening(Duration timeout) {
        ReplayDesk desk = new ReplayDesk(
                loop,
                (queue, task) -> {
                    assertThat(queue).isEqualTo(QUEUE);
                    sent.add(task);
                    return brokers.apply(task);
                },
                () -> MadeUp.NOON,
                timeout,
                prospects());
        onLoop(() -> {
                    desk.caughtUp();
                    return Future.succeededFuture(desk);
                })
                .join();
        return desk;
    }

    /** Of a fleet that was not heard of, though it is listened to. */
    private static Prospects prospects() {
        Fleet fleet = new Fleet(
                new LiveStream(new Answers(1), 1, () -> MadeUp.NOON),
                () -> MadeUp.NOON,
                "a",
                LONG,
                new BacklogLimit(Duration.ofSeconds(30), 1000),
                10,
                Optional::empty);
        fleet.caughtUp();
        return fleet.prospects();
    }

    private static CertifiedPrediction prediction() {
        return Evidence.prediction("f-1", "door");
    }

    private CompletableFuture<RepeatedVotes> replay(ReplayDesk desk, TaskLayout layout) {
        CertifiedPrediction prediction = prediction(layout.tasks());
        return onLoop(() -> Future.succeededFuture()
                .compose(turn -> desk.all(prediction, Evidence.input("f-1", "door"), layout, QUEUE)
                        .all()));
    }

    private static CertifiedPrediction prediction(int tasks) {
        CertifiedPrediction prediction = prediction();
        Receipt receipt =
                Receipt.newBuilder(prediction.getReceipt()).setTasks(tasks).build();
        return CertifiedPrediction.newBuilder(prediction).setReceipt(receipt).build();
    }

    private void arrive(ReplayDesk desk, VoteBatch... votes) {
        onLoop(() -> {
                    desk.arrived(List.of(votes));
                    return Future.succeededFuture(desk);
                })
                .join();
    }

    private NoiseTask next() throws InterruptedException {
        NoiseTask task = sent.poll(10, TimeUnit.SECONDS);
        assertThat(task).isNotNull();
        return task;
    }

    private static String problem(CompletableFuture<RepeatedVotes> replay) {
        return replay.handle((votes, failure) -> failure instanceof ProblemException e
                        ? e.problem().status() + " " + e.problem().detail()
                        : "no problem, but " + failure)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private <T> CompletableFuture<T> onLoop(Supplier<Future<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.runOnContext(turn -> task.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
        return result;
    }
}

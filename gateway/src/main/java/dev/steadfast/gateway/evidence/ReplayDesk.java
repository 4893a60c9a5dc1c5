package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.ReplayOrder;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.kafka.FeedSink;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.smoothing.TaskLayout;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Has tasks voted on again: sends them to the workers, and collects what comes back. Bounded in number. Confined to the gateway's event
 * loop.
 */
public final class ReplayDesk implements FeedSink<VoteBatch> {

    private static final int MOST = 4;

    private record Waiting(RepeatedVotes votes, Promise<RepeatedVotes> complete) {}

    private final Context eventLoop;
    private final Function<NoiseTask, CompletionStage<Void>> tasks;
    private final InstantSource clock;
    private final Duration timeout;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private boolean listening;

    /**
     * @param tasks publishes a task
     * @param timeout how long the workers may take
     */
    public ReplayDesk(
            Context eventLoop,
            Function<NoiseTask, CompletionStage<Void>> tasks,
            InstantSource clock,
            Duration timeout) {
        this.eventLoop = eventLoop;
        this.tasks = tasks;
        this.clock = clock;
        this.timeout = timeout;
    }

    @Override
    public void past(List<VoteBatch> votes) {}

    @Override
    public void caughtUp() {
        listening = true;
    }

    @Override
    public void arrived(List<VoteBatch> votes) {
        for (VoteBatch batch : votes) {
            Waiting request = waiting.get(String.valueOf(batch.getRequestId()));
            if (request != null && request.votes().add(batch)) {
                request.complete().tryComplete(request.votes());
            }
        }
    }

    public int underWay() {
        return waiting.size();
    }

    /** Has all tasks of a frame voted on again; fails with a problem: 429 if too many replays run, 503 if no votes come. */
    Future<RepeatedVotes> all(CertifiedPrediction prediction, AcceptedFrame frame, TaskLayout layout) {
        List<TaskLayout.Task> all = new ArrayList<>();
        for (int index = 0; index < layout.tasks(); index++) {
            all.add(layout.task(index));
        }
        return ask(prediction, frame, all, 0);
    }

    /** Has the first samples of a frame made again, as pictures; fails as {@link #all} does. */
    Future<RepeatedVotes> illustrated(CertifiedPrediction prediction, AcceptedFrame frame, int samples) {
        return ask(prediction, frame, List.of(new TaskLayout.Task(0, 0, samples, true)), samples);
    }

    private Future<RepeatedVotes> ask(
            CertifiedPrediction prediction, AcceptedFrame frame, List<TaskLayout.Task> layout, int illustrated) {
        if (!listening) {
            return Future.failedFuture(Problem.tryAgain(503, "the gateway has no connection to Kafka yet")
                    .exception());
        }
        if (waiting.size() >= MOST) {
            return Future.failedFuture(
                    Problem.tryAgain(429, "%d replays are under way, the most that may".formatted(MOST))
                            .exception());
        }
        String id = UUID.randomUUID().toString();
        ReplayOrder order = new ReplayOrder(id, illustrated);
        Waiting request = new Waiting(new RepeatedVotes(layout.size()), Promise.promise());
        waiting.put(id, request);
        long timer = eventLoop.owner().setTimer(timeout.toMillis(), late -> request.complete()
                .tryFail(tooLate()));
        sendFrom(
                        0,
                        layout.stream()
                                .map(task -> task(prediction, frame, task, order))
                                .toList())
                .onFailure(failure -> request.complete().tryFail(tooLate()));
        return request.complete().future().onComplete(done -> {
            waiting.remove(id);
            eventLoop.owner().cancelTimer(timer);
        });
    }

    /** One after another, so that a replay never crowds out frames. */
    private Future<Void> sendFrom(int index, List<NoiseTask> all) {
        if (index == all.size()) {
            return Future.succeededFuture();
        }
        NoiseTask task = all.get(index);
        return Future.fromCompletionStage(tasks.apply(task), eventLoop).compose(sent -> sendFrom(index + 1, all));
    }

    private NoiseTask task(
            CertifiedPrediction prediction, AcceptedFrame frame, TaskLayout.Task task, ReplayOrder order) {
        return NoiseTask.newBuilder()
                .setFrameId(prediction.getFrameId())
                .setTaskIndex(task.index())
                .setFirstSample(task.firstSample())
                .setSamples(task.samples())
                .setSigma(prediction.getSigma())
                .setNoiseKey(prediction.getReceipt().getNoiseKey())
                .setModelDigest(prediction.getModelDigest())
                .setDeadline(clock.instant().plus(timeout).truncatedTo(ChronoUnit.MILLIS))
                .setImage(frame.getImage())
                .setReplay(order)
                .build();
    }

    private RuntimeException tooLate() {
        return Problem.tryAgain(
                        503,
                        "the workers did not vote within %d s: they may be busy, or none may run"
                                .formatted(timeout.toSeconds()))
                .exception();
    }
}

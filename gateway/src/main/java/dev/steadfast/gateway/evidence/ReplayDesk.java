package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.ReplayOrder;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.fleet.Prospect;
import dev.steadfast.gateway.fleet.Prospects;
import dev.steadfast.gateway.kafka.FeedSink;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.smoothing.plans.TaskLayout;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Has tasks voted on again: sends them to the workers, and collects what comes back. Bounded in number. Confined to the gateway's event
 * loop.
 */
public final class ReplayDesk implements FeedSink<VoteBatch> {

    private static final int MOST = 4;

    private record Waiting(RepeatedVotes votes, Promise<RepeatedVotes> complete) {}

    /**
     * Tasks that are under way.
     *
     * @param soFar what has come back
     * @param all the same, once all has; fails with a problem: 503 if the votes do not come
     */
    record Repetition(RepeatedVotes soFar, Future<RepeatedVotes> all) {}

    private final Context eventLoop;
    private final BiFunction<String, NoiseTask, CompletionStage<Void>> tasks;
    private final InstantSource clock;
    private final Duration timeout;
    private final Prospects prospects;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private boolean listening;

    /**
     * @param tasks publishes a task to a queue
     * @param timeout how long the workers may take
     * @param prospects how they are
     */
    public ReplayDesk(
            Context eventLoop,
            BiFunction<String, NoiseTask, CompletionStage<Void>> tasks,
            InstantSource clock,
            Duration timeout,
            Prospects prospects) {
        this.eventLoop = eventLoop;
        this.tasks = tasks;
        this.clock = clock;
        this.timeout = timeout;
        this.prospects = prospects;
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

    /**
     * Has all tasks voted on again that were asked for a frame.
     *
     * @param queue that of the bundle that voted
     * @throws dev.steadfast.gateway.problems.ProblemException 429 if too many replays run, 503 while Kafka is not read
     */
    Repetition all(CertifiedPrediction prediction, AcceptedFrame frame, TaskLayout layout, String queue) {
        List<TaskLayout.Task> all = new ArrayList<>();
        for (int index = 0; index < prediction.getReceipt().getTasks(); index++) {
            all.add(layout.task(index));
        }
        return ask(prediction, frame, all, queue, 0);
    }

    /** Has the first samples of a frame made again, as pictures; throws what {@link #all} does. */
    Repetition illustrated(CertifiedPrediction prediction, AcceptedFrame frame, int samples, String queue) {
        return ask(prediction, frame, List.of(new TaskLayout.Task(0, 0, samples, true)), queue, samples);
    }

    private Repetition ask(
            CertifiedPrediction prediction,
            AcceptedFrame frame,
            List<TaskLayout.Task> layout,
            String queue,
            int illustrated) {
        if (!listening) {
            throw Problem.tryAgain(503, "the gateway has no connection to Kafka yet")
                    .exception();
        }
        if (waiting.size() >= MOST) {
            throw Problem.tryAgain(429, "%d replays are under way, the most that may".formatted(MOST))
                    .exception();
        }
        String id = UUID.randomUUID().toString();
        ReplayOrder order = new ReplayOrder(id, illustrated);
        Waiting request = new Waiting(new RepeatedVotes(layout.size()), Promise.promise());
        waiting.put(id, request);
        long timer = eventLoop.owner().setTimer(timeout.toMillis(), late -> request.complete()
                .tryFail(tooLate(request.votes(), queue)));
        Instant deadline = clock.instant().plus(timeout).truncatedTo(ChronoUnit.MILLIS);
        send(
                queue,
                layout.stream()
                        .map(task -> task(prediction, frame, task, order, deadline))
                        .iterator(),
                request.complete());
        Future<RepeatedVotes> all = request.complete().future().onComplete(done -> {
            waiting.remove(id);
            eventLoop.owner().cancelTimer(timer);
        });
        return new Repetition(request.votes(), all);
    }

    /** One after another, so that a replay never crowds out frames, and none once it is over. */
    private void send(String queue, Iterator<NoiseTask> rest, Promise<RepeatedVotes> complete) {
        if (!rest.hasNext() || complete.future().isComplete()) {
            return;
        }
        Future.fromCompletionStage(tasks.apply(queue, rest.next()), eventLoop)
                .onSuccess(sent -> eventLoop.runOnContext(turn -> send(queue, rest, complete)))
                .onFailure(failure ->
                        complete.tryFail(Problem.tryAgain(503, "Kafka did not take the tasks: " + failure.getMessage())
                                .exception()));
    }

    private NoiseTask task(
            CertifiedPrediction prediction,
            AcceptedFrame frame,
            TaskLayout.Task task,
            ReplayOrder order,
            Instant deadline) {
        return NoiseTask.newBuilder()
                .setFrameId(prediction.getFrameId())
                .setTaskIndex(task.index())
                .setFirstSample(task.firstSample())
                .setSamples(task.samples())
                .setSigma(prediction.getSigma())
                .setNoiseKey(prediction.getReceipt().getNoiseKey())
                .setModelDigest(prediction.getModelDigest())
                .setDeadline(deadline)
                .setImage(frame.getImage())
                .setReplay(order)
                .build();
    }

    /** How far tasks have come. */
    Prospect prospect(RepeatedVotes votes, String queue) {
        return prospects.ofTasks(votes.done(), votes.asked(), queue);
    }

    private RuntimeException tooLate(RepeatedVotes votes, String queue) {
        return Problem.tryAgain(
                        503,
                        "the workers did not vote within %d s: %s"
                                .formatted(
                                        timeout.toSeconds(),
                                        prospect(votes, queue).detail()))
                .exception();
    }
}

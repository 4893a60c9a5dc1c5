package dev.steadfast.gateway.predictions;

import dev.steadfast.avro.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clients that wait for the answer to a frame. Each leaves with its answer or its time. Confined to the gateway's event loop. */
public final class AwaitedAnswers {

    private final Vertx vertx;
    private final Answers answers;
    private final Map<String, List<Waiter>> waiting = new HashMap<>();

    private record Waiter(String camera, Promise<Optional<Answer>> promise) {

        /** An id is the client's choice: another camera's frame may have the same, and its answer is for others. */
        boolean isFor(Answer answer) {
            return answer.cameraId().filter(camera::equals).isPresent();
        }
    }

    public AwaitedAnswers(Vertx vertx, Answers answers) {
        this.vertx = vertx;
        this.answers = answers;
    }

    /** Waits for the answer to a frame that was published; empty if it did not come in time. */
    public Future<Optional<Answer>> await(Frame frame, Duration time) {
        String frameId = frame.getFrameId();
        answers.await(frameId, frame.getCameraId());
        Waiter waiter = new Waiter(frame.getCameraId(), Promise.promise());
        Optional<Answer> known = answers.find(frameId).filter(waiter::isFor);
        if (known.isPresent() || time.isZero()) {
            return Future.succeededFuture(known);
        }
        waiting.computeIfAbsent(frameId, first -> new ArrayList<>()).add(waiter);
        long timer = vertx.setTimer(time.toMillis(), id -> {
            leave(frameId, waiter);
            waiter.promise().tryComplete(Optional.empty());
        });
        return waiter.promise().future().onComplete(done -> vertx.cancelTimer(timer));
    }

    void arrived(Answer answer) {
        answer.frameId().ifPresent(id -> List.copyOf(waiting.getOrDefault(id, List.of())).stream()
                .filter(waiter -> waiter.isFor(answer))
                .forEach(waiter -> {
                    leave(id, waiter);
                    waiter.promise().tryComplete(Optional.of(answer));
                }));
    }

    /** For how many frames somebody waits. */
    public int waiting() {
        return waiting.size();
    }

    private void leave(String frameId, Waiter waiter) {
        waiting.computeIfPresent(frameId, (id, waiters) -> {
            waiters.remove(waiter);
            return waiters.isEmpty() ? null : waiters;
        });
    }
}

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
    private final Map<String, List<Promise<Optional<Answer>>>> waiting = new HashMap<>();

    public AwaitedAnswers(Vertx vertx, Answers answers) {
        this.vertx = vertx;
        this.answers = answers;
    }

    /** Waits for the answer to a frame that was published; empty if it did not come in time. */
    public Future<Optional<Answer>> await(Frame frame, Duration time) {
        String frameId = frame.getFrameId();
        answers.await(frameId, frame.getCameraId());
        Optional<Answer> known = answers.find(frameId);
        if (known.isPresent() || time.isZero()) {
            return Future.succeededFuture(known);
        }
        Promise<Optional<Answer>> promise = Promise.promise();
        waiting.computeIfAbsent(frameId, first -> new ArrayList<>()).add(promise);
        long timer = vertx.setTimer(time.toMillis(), id -> {
            leave(frameId, promise);
            promise.tryComplete(Optional.empty());
        });
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    void arrived(Answer answer) {
        answer.frameId()
                .map(waiting::remove)
                .ifPresent(promises -> promises.forEach(promise -> promise.tryComplete(Optional.of(answer))));
    }

    /** For how many frames somebody waits. */
    public int waiting() {
        return waiting.size();
    }

    private void leave(String frameId, Promise<Optional<Answer>> promise) {
        waiting.computeIfPresent(frameId, (id, promises) -> {
            promises.remove(promise);
            return promises.isEmpty() ? null : promises;
        });
    }
}

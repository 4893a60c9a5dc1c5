package dev.steadfast.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One client of the live stream. What it does not take in time is dropped and counted, and the count is sent to it when it takes again: no
 * client makes the gateway's memory grow. Confined to the gateway's event loop.
 */
final class StreamReader {

    /** Bytes that may wait for one client; {@link StreamHandler#MAX_LAST} answers fit. */
    static final int MAX_WAITING_BYTES = 512 * 1024;

    /** A line feed in an id would begin another field of the event. */
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");

    private final HttpServerResponse response;
    private final Predicate<Answer> wanted;
    private long missed;

    StreamReader(HttpServerResponse response, Predicate<Answer> wanted) {
        this.response = response;
        this.wanted = wanted;
    }

    void open() {
        response.setChunked(true)
                .setWriteQueueMaxSize(MAX_WAITING_BYTES)
                .drainHandler(drained -> tellMissed())
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no"); // proxies must not hold events back
        response.write("retry: 2000\n\n");
    }

    /** An answer as an event, made once for all clients. */
    static Buffer event(Answer answer) {
        Optional<String> id = answer.frameId().filter(PRINTABLE.asMatchPredicate());
        return Buffer.buffer("event: prediction\n"
                + id.map(text -> "id: " + text + "\n").orElse("") + "data: " + answer.json() + "\n\n");
    }

    void offer(Answer answer, Buffer event) {
        if (!wanted.test(answer)) {
            return;
        }
        if (response.writeQueueFull()) {
            missed++;
            return;
        }
        tellMissed();
        response.write(event);
    }

    /** Shows that the stream lives. A client that takes nothing gets none, so that its connection counts as idle and is closed. */
    void heartbeat() {
        if (!response.writeQueueFull()) {
            response.write(": heartbeat\n\n");
        }
    }

    void end() {
        response.end();
    }

    private void tellMissed() {
        if (missed > 0) {
            response.write("event: missed\ndata: "
                    + new JsonObject().put("count", missed).encode() + "\n\n");
            missed = 0;
        }
    }
}

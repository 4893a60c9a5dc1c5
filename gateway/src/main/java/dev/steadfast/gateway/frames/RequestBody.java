package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Collects a request's body, never more than a bound. What comes after an early end is read and dropped, so that the client gets to see
 * its answer; a client that takes too long is cut off. Confined to the request's event loop.
 */
public final class RequestBody {

    private final int maxBytes;
    private final Promise<ByteBuffer> complete = Promise.promise();
    private final BoundedBytes bytes;

    private RequestBody(int maxBytes, long expectedBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new BoundedBytes(maxBytes, expectedBytes);
    }

    /**
     * Reads the body.
     *
     * @return the body; or a {@link ProblemException} with 408 (too slow), 413 (too large), 422 (empty), 400 (broken off)
     */
    public static Future<ByteBuffer> read(Vertx vertx, HttpServerRequest request, int maxBytes, Duration timeout) {
        long announced = announcedBytes(request);
        if (announced > maxBytes) {
            return Future.failedFuture(tooLarge(maxBytes));
        }
        RequestBody body = new RequestBody(maxBytes, announced);
        long timer = cutOffAfter(timeout, vertx, request, body.complete);
        request.handler(body::append);
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            body.end();
        });
        request.exceptionHandler(failure -> {
            vertx.cancelTimer(timer);
            body.complete.tryFail(brokenOff());
        });
        letCome(request);
        return body.complete.future();
    }

    static long announcedBytes(HttpServerRequest request) {
        String header = request.getHeader("Content-Length");
        return header == null ? -1 : Long.parseLong(header); // the HTTP decoder has refused what is not a number
    }

    /** Tells a client that asks first to send its body. */
    static void letCome(HttpServerRequest request) {
        if (request.headers().contains("Expect", "100-continue", true)) {
            request.response().writeContinue();
        }
    }

    /** Fails a promise and ends the connection if a body takes too long; returns the timer, to be cancelled when the body is there. */
    static long cutOffAfter(Duration timeout, Vertx vertx, HttpServerRequest request, Promise<?> promise) {
        return vertx.setTimer(timeout.toMillis(), id -> {
            if (promise.tryFail(Problem.of(408, "the body did not come within " + timeout.toMillis() + " ms")
                    .exception())) {
                request.connection().close(); // flushes the answer first
            }
        });
    }

    static ProblemException brokenOff() {
        return Problem.of(400, "the connection ended before the body did").exception();
    }

    static ProblemException tooLarge(int maxBytes) {
        return Problem.of(413, "the body is larger than %d bytes, the most that is taken".formatted(maxBytes))
                .exception();
    }

    private void append(Buffer chunk) {
        if (!bytes.append(chunk)) {
            complete.tryFail(tooLarge(maxBytes));
        }
    }

    private void end() {
        if (bytes.length() == 0) {
            complete.tryFail(Problem.of(422, "the body is empty: send the image itself as the body")
                    .exception());
        } else {
            complete.tryComplete(bytes.buffer());
        }
    }
}

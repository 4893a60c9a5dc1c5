package dev.steadfast.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * Collects a request's body, never more than a bound. What comes after an early end is read and dropped, so that the client gets to see
 * its answer; a client that takes too long is cut off. Confined to the request's event loop.
 */
final class FrameBody {

    private static final int FIRST_BYTES = 64 * 1024;

    private final int maxBytes;
    private final Promise<ByteBuffer> complete = Promise.promise();
    private byte[] bytes;
    private int length;

    private FrameBody(int maxBytes, int expectedBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[expectedBytes];
    }

    /**
     * Reads the body.
     *
     * @return the body; or a {@link ProblemException} with 408 (too slow), 413 (too large), 422 (empty), 400 (broken off)
     */
    static Future<ByteBuffer> read(Vertx vertx, HttpServerRequest request, int maxBytes, Duration timeout) {
        long announced = announcedBytes(request);
        if (announced > maxBytes) {
            return Future.failedFuture(tooLarge(maxBytes));
        }
        FrameBody body = new FrameBody(maxBytes, announced > 0 ? (int) announced : Math.min(FIRST_BYTES, maxBytes));
        long timer = vertx.setTimer(timeout.toMillis(), id -> body.cutOff(request, timeout));
        request.handler(body::append);
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            body.end();
        });
        request.exceptionHandler(failure -> {
            vertx.cancelTimer(timer);
            body.fail(Problem.of(400, "the connection ended before the body did"));
        });
        if (request.headers().contains("Expect", "100-continue", true)) {
            request.response().writeContinue();
        }
        return body.complete.future();
    }

    private static long announcedBytes(HttpServerRequest request) {
        String header = request.getHeader("Content-Length");
        return header == null ? -1 : Long.parseLong(header); // the HTTP decoder has refused what is not a number
    }

    private void append(Buffer chunk) {
        if (complete.future().isComplete()) {
            return;
        }
        int needed = length + chunk.length();
        if (needed > maxBytes) {
            bytes = new byte[0];
            complete.fail(tooLarge(maxBytes));
            return;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(needed, 2L * bytes.length)));
        }
        chunk.getBytes(bytes, length);
        length = needed;
    }

    private void end() {
        if (complete.future().isComplete()) {
            return;
        }
        if (length == 0) {
            fail(Problem.of(422, "the body is empty: send the image itself as the body"));
        } else {
            complete.complete(ByteBuffer.wrap(bytes, 0, length));
        }
    }

    private void cutOff(HttpServerRequest request, Duration timeout) {
        fail(Problem.of(408, "the body did not come within " + timeout.toMillis() + " ms"));
        request.connection().close(); // flushes the answer first
    }

    private void fail(Problem problem) {
        complete.tryFail(problem.exception());
    }

    private static ProblemException tooLarge(int maxBytes) {
        return Problem.of(413, "the image is larger than %d bytes, the most that is taken".formatted(maxBytes))
                .exception();
    }
}

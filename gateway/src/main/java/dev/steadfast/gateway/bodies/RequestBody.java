package dev.steadfast.gateway.bodies;

import dev.steadfast.avro.RejectionReason;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;

/** Collects a request's body, never more than a bound, in the room that there is for it. Confined to the request's event loop. */
public final class RequestBody {

    private final BodyLimits limits;
    private final Reservation room;
    private final Promise<ByteBuffer> complete = Promise.promise();
    private final BoundedBytes bytes;

    private RequestBody(BodyLimits limits, long expectedBytes, Reservation room) {
        this.limits = limits;
        this.room = room;
        this.bytes = new BoundedBytes(limits.maxBytes(), expectedBytes);
    }

    /**
     * How many bytes a request announces, before it is read.
     *
     * @return 0 if it does not say
     * @throws ProblemException 413 if they are more than are taken
     */
    public static long announcedBytes(HttpServerRequest request, BodyLimits limits) {
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        long announced = header == null ? 0 : Long.parseLong(header); // the HTTP decoder has refused what is no number
        if (announced > limits.maxBytes()) {
            throw tooLarge(limits);
        }
        return announced;
    }

    /**
     * Reads the body.
     *
     * @param room for what it announces; more is taken if it announces nothing
     * @return the body; or a {@link ProblemException} with 408 (too slow), 413 (too large), 422 (empty), 400 (broken off), 429 (no room for
     *     more of it)
     */
    public static Future<ByteBuffer> read(Vertx vertx, HttpServerRequest request, BodyLimits limits, Reservation room) {
        RequestBody body = new RequestBody(limits, announcedBytes(request, limits), room);
        request.handler(body::append);
        request.endHandler(end -> body.end());
        start(vertx, request, limits, body.complete, brokenOff());
        return body.complete.future();
    }

    /** Lets a body come, and fails its promise if it breaks off, or comes too slowly. */
    static void start(
            Vertx vertx,
            HttpServerRequest request,
            BodyLimits limits,
            Promise<?> complete,
            ProblemException ifItBreaksOff) {
        SenderWatch.over(request, limits, complete, vertx);
        request.exceptionHandler(failure -> complete.tryFail(ifItBreaksOff));
        if (request.headers().contains("Expect", "100-continue", true)) {
            request.response().writeContinue();
        }
    }

    static ProblemException brokenOff() {
        return Problem.of(400, "the connection ended before the body did").exception();
    }

    /** What is answered to a body that is larger than it may be. */
    static ProblemException tooLarge(BodyLimits limits) {
        return limits.oneImage()
                ? imageTooLarge("the body", limits.maxBytes())
                : larger("the body", limits.maxBytes()).exception();
    }

    /** What is answered to an image that is larger than so many bytes. */
    public static ProblemException imageTooLarge(String what, int maxBytes) {
        return larger(what, maxBytes).because(RejectionReason.IMAGE_TOO_LARGE).exception();
    }

    private static Problem larger(String what, int maxBytes) {
        return Problem.of(413, "%s is larger than %d bytes, the most that is taken".formatted(what, maxBytes));
    }

    private void append(Buffer piece) {
        if (complete.future().isComplete()) {
            return; // refused already; what is still under way is of no use
        }
        try {
            room.holdBytes((long) bytes.length() + piece.length());
        } catch (ProblemException noRoom) {
            complete.tryFail(noRoom);
            return;
        }
        if (!bytes.append(piece)) {
            complete.tryFail(tooLarge(limits));
        }
    }

    private void end() {
        if (bytes.length() == 0) {
            Problem empty = Problem.of(422, "the body is empty");
            complete.tryFail((limits.oneImage() ? empty.because(RejectionReason.EMPTY_IMAGE) : empty).exception());
        } else {
            complete.tryComplete(bytes.buffer());
        }
    }
}

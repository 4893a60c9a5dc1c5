package dev.steadfast.gateway.bodies;

import com.google.common.net.MediaType;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.images.MediaTypes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the images of a body that is {@code multipart/form-data}: those parts that have a file name. Never more of them, nor of their
 * bytes, than is allowed; one image that is too large spoils only itself. Confined to the request's event loop.
 */
public final class Parts {

    private static final MediaType FORM = MediaType.create("multipart", "form-data");

    /**
     * One image, or what is wrong with it.
     *
     * @param name the part's name
     * @param fileName its file name
     * @param contentType what it says that it is
     * @param bytes empty where it is too large
     */
    public record Part(String name, String fileName, Optional<String> contentType, Optional<ByteBuffer> bytes) {

        /** How many bytes there are of it. */
        public int size() {
            return bytes.map(ByteBuffer::remaining).orElse(0);
        }
    }

    /**
     * Bounds of the parts.
     *
     * @param most how many there may be
     * @param maxBytes the most that one may have
     */
    public record Limits(int most, int maxBytes) {}

    private record Upload(HttpServerFileUpload file, BoundedBytes bytes) {}

    private final BodyLimits limits;
    private final Limits partLimits;
    private final HttpServerRequest request;
    private final Reservation room;
    private final List<Upload> uploads = new ArrayList<>();
    private final Promise<List<Part>> complete = Promise.promise();
    private long received;

    private Parts(HttpServerRequest request, BodyLimits limits, Limits partLimits, Reservation room) {
        this.request = request;
        this.limits = limits;
        this.partLimits = partLimits;
        this.room = room;
    }

    /** Whether a request has such a body. */
    public static boolean areIn(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE))
                .flatMap(MediaTypes::parse)
                .map(type -> type.is(FORM))
                .orElse(false);
    }

    /**
     * Reads the body.
     *
     * @param room for what it announces; more is taken if it announces nothing
     * @return the images in the order in which they came, one at least; or a {@link ProblemException} with 408 (too slow), 413 (too
     *     large), 422 (no images, or too many), 400 (malformed), 429 (no room for more of it)
     */
    public static Future<List<Part>> read(
            Vertx vertx, HttpServerRequest request, BodyLimits limits, Limits partLimits, Reservation room) {
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException e) {
            return Future.failedFuture(malformed());
        }
        Parts parts = new Parts(request, limits, partLimits, room);
        parts.complete.future().onFailure(failure -> parts.uploads.clear()); // what comes after it must not hold memory
        request.uploadHandler(parts::begin);
        request.endHandler(end -> parts.end());
        RequestBody.start(vertx, request, limits, parts.complete, malformed());
        return parts.complete.future();
    }

    private static ProblemException malformed() {
        return Problem.of(400, "the multipart body is malformed, or ended early")
                .exception();
    }

    private void begin(HttpServerFileUpload file) {
        Upload upload = new Upload(file, new BoundedBytes(partLimits.maxBytes(), 0));
        if (uploads.size() < partLimits.most()) {
            uploads.add(upload);
        } else {
            complete.tryFail(Problem.of(
                            422, "the body has more than %d images, the most that it may".formatted(partLimits.most()))
                    .exception());
        }
        file.handler(piece -> append(upload, piece));
        file.exceptionHandler(failure -> complete.tryFail(RequestBody.brokenOff()));
    }

    private void append(Upload upload, Buffer piece) {
        received += piece.length();
        if (received > limits.maxBytes()) {
            complete.tryFail(RequestBody.tooLarge(limits));
        }
        if (complete.future().isComplete()) {
            return;
        }
        try {
            room.holdBytes(received);
        } catch (ProblemException noRoom) {
            complete.tryFail(noRoom);
            return;
        }
        upload.bytes().append(piece);
    }

    private void end() {
        if (uploads.isEmpty()) {
            boolean named = !request.formAttributes().isEmpty();
            complete.tryFail(Problem.of(
                            422,
                            named
                                    ? "no part of the body has a file name: give each image one"
                                    : "the body has no images: send each as a part with a file name")
                    .exception());
            return;
        }
        complete.tryComplete(uploads.stream().map(Parts::part).toList());
    }

    private static Part part(Upload upload) {
        return new Part(
                upload.file().name(),
                upload.file().filename(),
                Optional.ofNullable(upload.file().contentType()),
                upload.bytes().overfull()
                        ? Optional.empty()
                        : Optional.of(upload.bytes().buffer()));
    }
}

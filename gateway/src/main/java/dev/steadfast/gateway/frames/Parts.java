package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
final class Parts {

    /**
     * One image, or what is wrong with it.
     *
     * @param name the part's name
     * @param fileName its file name
     * @param contentType what it says that it is
     * @param bytes empty where it is too large
     */
    record Part(String name, String fileName, Optional<String> contentType, Optional<ByteBuffer> bytes) {}

    private record Upload(HttpServerFileUpload file, BoundedBytes bytes) {}

    private final FrameLimits limits;
    private final HttpServerRequest request;
    private final List<Upload> uploads = new ArrayList<>();
    private final Promise<List<Part>> complete = Promise.promise();
    private long received;

    private Parts(FrameLimits limits, HttpServerRequest request) {
        this.limits = limits;
        this.request = request;
    }

    /** Whether a request has such a body. */
    static boolean areIn(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length());
    }

    /**
     * Reads the body.
     *
     * @return the images in the order in which they came, one at least; or a {@link ProblemException} with 408 (too slow), 413 (too
     *     large), 422 (no images, or too many), 400 (malformed)
     */
    static Future<List<Part>> read(Vertx vertx, HttpServerRequest request, FrameLimits limits) {
        if (RequestBody.announcedBytes(request) > limits.maxRequestBytes()) {
            return Future.failedFuture(RequestBody.tooLarge(limits.maxRequestBytes()));
        }
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException e) {
            return Future.failedFuture(malformed());
        }
        Parts parts = new Parts(limits, request);
        long timer = RequestBody.cutOffAfter(limits.bodyTimeout(), vertx, request, parts.complete);
        parts.complete.future().onFailure(failure -> parts.uploads.clear()); // what comes after it must not hold memory
        request.uploadHandler(parts::begin);
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            parts.end();
        });
        request.exceptionHandler(failure -> {
            vertx.cancelTimer(timer);
            parts.complete.tryFail(malformed());
        });
        RequestBody.letCome(request);
        return parts.complete.future();
    }

    private static ProblemException malformed() {
        return Problem.of(400, "the multipart body is malformed, or ended early")
                .exception();
    }

    private void begin(HttpServerFileUpload file) {
        Upload upload = new Upload(file, new BoundedBytes(limits.maxImageBytes(), 0));
        if (uploads.size() < limits.maxParts()) {
            uploads.add(upload);
        } else {
            complete.tryFail(Problem.of(
                            422, "the body has more than %d images, the most that it may".formatted(limits.maxParts()))
                    .exception());
        }
        file.handler(piece -> append(upload, piece));
        file.exceptionHandler(failure -> complete.tryFail(RequestBody.brokenOff()));
    }

    private void append(Upload upload, Buffer piece) {
        received += piece.length();
        if (received > limits.maxRequestBytes()) {
            complete.tryFail(RequestBody.tooLarge(limits.maxRequestBytes()));
        }
        if (!complete.future().isComplete()) {
            upload.bytes().append(piece);
        }
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

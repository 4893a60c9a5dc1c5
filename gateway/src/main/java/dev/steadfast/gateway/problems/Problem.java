package dev.steadfast.gateway.problems;

import dev.steadfast.avro.RejectionReason;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer that tells a client what went wrong, as {@code application/problem+json} (RFC 9457); under {@code /v2} it is
 * {@code application/json}, and has the field {@code error} too, as the Open Inference Protocol wants it.
 *
 * @param status the HTTP status
 * @param detail what was wrong and what would be right, for people
 * @param retryAfter when it makes sense to try again, if it does
 * @param reason why an image is refused, as rejections name it in JSON: {@code not-an-image}; empty where no image is
 */
public record Problem(int status, String detail, Optional<Duration> retryAfter, Optional<String> reason) {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** Of answers to clients of inference: those of the Open Inference Protocol read {@code error}, some of them only of this very type. */
    private static final String INFERENCE_TYPE = "application/json";

    private static final int REQUEST_TIMEOUT = 408;

    /** A problem that stays if nothing else changes. */
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, Optional.empty(), Optional.empty());
    }

    /** A problem that may be gone in a second. */
    public static Problem tryAgain(int status, String detail) {
        return tryAgain(status, detail, Duration.ofSeconds(1));
    }

    /** A problem that may be gone after a while. */
    public static Problem tryAgain(int status, String detail, Duration pause) {
        return new Problem(status, detail, Optional.of(pause), Optional.empty());
    }

    /** This problem, which an image has: the topology would reject it for the same reason. */
    public Problem because(RejectionReason rejection) {
        return because(rejection.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** This problem, which an image has that the topology rejected. */
    public Problem because(String rejection) {
        return new Problem(status, detail, retryAfter, Optional.of(rejection));
    }

    /** This problem, to end the handling of a request with. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** Answers a request with it, whether its body has come or not. */
    void answer(HttpServerRequest request, Vertx vertx) {
        if (request.response().ended() || request.response().closed()) {
            return; // nobody is there to read it
        }
        UnreadBody body = UnreadBody.of(request, vertx, status == REQUEST_TIMEOUT);
        body.announce();
        write(request);
        body.drop();
    }

    /** Writes it, in the form that its path has for problems. */
    void write(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        retryAfter.ifPresent(pause -> response.putHeader("Retry-After", Long.toString(pause.toSeconds())));
        boolean inference = isOfInference(request.path());
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, inference ? INFERENCE_TYPE : CONTENT_TYPE)
                .end((inference ? toJson().put("error", detail) : toJson()).encode());
    }

    /** Whether a path is of the Open Inference Protocol, or of the one before it, which some of its clients speak unless told otherwise. */
    static boolean isOfInference(@Nullable String path) {
        return path != null && (path.equals("/v2") || path.startsWith("/v2/") || path.startsWith("/v1/models/"));
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("status", status)
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("detail", detail);
        reason.ifPresent(word -> json.put("reason", word));
        return json;
    }
}

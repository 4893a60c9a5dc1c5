package dev.steadfast.gateway.problems;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer that tells a client what went wrong, as {@code application/problem+json} (RFC 9457).
 *
 * @param status the HTTP status
 * @param detail what was wrong and what would be right, for people
 * @param retryAfter when it makes sense to try again, if it does
 */
public record Problem(int status, String detail, Optional<Duration> retryAfter) {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** A problem that stays if nothing else changes. */
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, Optional.empty());
    }

    /** A problem that may be gone in a second. */
    public static Problem tryAgain(int status, String detail) {
        return new Problem(status, detail, Optional.of(Duration.ofSeconds(1)));
    }

    /** This problem, to end the handling of a request with. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    void send(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return; // nobody is there to read it
        }
        retryAfter.ifPresent(pause -> response.putHeader("Retry-After", Long.toString(pause.toSeconds())));
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .end(toJson().encode());
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("status", status)
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("detail", detail);
    }
}

package dev.steadfast.gateway.problems;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * What a client still sends of a body when its answer is there. It must be read, for a while at least: a connection that is closed on bytes
 * that nobody read is reset, and the client never sees its answer. A short rest is read and dropped, and the connection stays; otherwise
 * the answer says that the connection ends, and it does so once the client has ended, or has sent too much or for too long. Confined to the
 * request's event loop.
 */
final class UnreadBody {

    private static final long SHORT_BYTES = 64 * 1024;
    private static final long MOST_BYTES = 32L << 20;
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final boolean unread;
    private final boolean closes;

    private UnreadBody(HttpServerRequest request, Vertx vertx, boolean unread, boolean closes) {
        this.request = request;
        this.vertx = vertx;
        this.unread = unread;
        this.closes = closes;
    }

    /**
     * What there is of it.
     *
     * @param unwanted whether the connection ends in any case
     */
    static UnreadBody of(HttpServerRequest request, Vertx vertx, boolean unwanted) {
        long rest = request.isEnded() || request.version() == HttpVersion.HTTP_2 // whose streams end each by itself
                ? 0
                : rest(request);
        return new UnreadBody(request, vertx, rest > 0, rest > 0 && (unwanted || rest > SHORT_BYTES));
    }

    private static long rest(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return Long.MAX_VALUE;
        }
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced == null ? 0 : Long.parseLong(announced) - request.bytesRead();
    }

    /** Says so in the answer, before it is sent, if the connection ends with it. */
    void announce() {
        if (closes) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Reads and drops it, once the answer is sent. */
    void drop() {
        if (!unread || request.isEnded()) {
            return;
        }
        if (closes) {
            long most = request.bytesRead() + MOST_BYTES;
            request.handler(dropped -> {
                if (request.bytesRead() > most) {
                    request.connection().close();
                }
            });
            request.endHandler(end -> request.connection().close());
            vertx.setTimer(LINGER.toMillis(), late -> request.connection().close());
        } else {
            request.handler(dropped -> {});
        }
        request.resume();
    }
}

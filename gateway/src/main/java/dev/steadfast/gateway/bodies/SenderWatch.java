package dev.steadfast.gateway.bodies;

import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Watches a client that sends a body, since room is set aside for it: cuts it off when it has taken too long, and when in one window of time
 * less came than must. Confined to the request's event loop.
 */
final class SenderWatch {

    private final HttpServerRequest request;
    private final BodyLimits limits;
    private final Promise<?> body;
    private int windows;
    private long receivedBefore;

    private SenderWatch(HttpServerRequest request, BodyLimits limits, Promise<?> body) {
        this.request = request;
        this.limits = limits;
        this.body = body;
        this.receivedBefore = request.bytesRead();
    }

    /**
     * Watches until the body is there, or is not wanted any more.
     *
     * @param body fails with a problem, 408, if the client is cut off
     */
    static void over(HttpServerRequest request, BodyLimits limits, Promise<?> body, Vertx vertx) {
        SenderWatch watch = new SenderWatch(request, limits, body);
        long timer = vertx.setPeriodic(limits.window().toMillis(), id -> watch.look());
        body.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void look() {
        windows++;
        if (limits.window().multipliedBy(windows + 1).compareTo(limits.timeout()) > 0) {
            cutOff("the body did not come within %d ms"
                    .formatted(limits.timeout().toMillis()));
        } else if (request.bytesRead() - receivedBefore < limits.windowBytes()) {
            cutOff("the body came too slowly: at less than %d bytes a second for %d ms"
                    .formatted(limits.minRate(), limits.window().toMillis()));
        }
        receivedBefore = request.bytesRead();
    }

    private void cutOff(String why) {
        if (body.tryFail(Problem.of(408, why).exception())) {
            request.connection().close(); // flushes the answer first
        }
    }
}

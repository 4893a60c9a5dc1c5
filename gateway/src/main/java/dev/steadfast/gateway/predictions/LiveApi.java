package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.http.HeadRequests;
import dev.steadfast.gateway.http.Parameters;
import dev.steadfast.gateway.http.Visibility;
import dev.steadfast.gateway.predictions.LiveStream.Beginning;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Predictions as they arrive: server-sent events, or the messages of a WebSocket. Confined to the gateway's event loop. */
public final class LiveApi {

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String LAST_EVENT_PARAMETER = "last-event-id";

    private final LiveStream stream;
    private final Visibility visibility;
    private final Predicate<RoutingContext> operates;

    /**
     * @param operates whether a client may be told how the fleet is
     */
    public LiveApi(LiveStream stream, Visibility visibility, Predicate<RoutingContext> operates) {
        this.stream = stream;
        this.visibility = visibility;
        this.operates = operates;
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of("streamPredictions", this::events, "openPredictionSocket", this::socket);
    }

    private void events(RoutingContext request) {
        Interest interest = interest(request);
        Beginning beginning = beginning(
                request, LAST_EVENT_ID, Optional.ofNullable(request.request().getHeader(LAST_EVENT_ID)));
        stream.requireRoom();
        if (HeadRequests.is(request)) {
            EventStreamOutlet.head(request.response()).end();
            return;
        }
        stream.open(
                interest,
                beginning,
                connection -> EventStreamOutlet.open(request.response(), connection.drained(), connection.gone()));
    }

    private void socket(RoutingContext request) {
        MultiMap headers = request.request().headers();
        if (!headers.contains(HttpHeaders.UPGRADE, "websocket", true) || !headers.contains("Sec-WebSocket-Key")) {
            throw Problem.of(
                            426, "this is a WebSocket: connect with Upgrade: websocket, or read /v1/predictions/stream")
                    .exception();
        }
        Interest interest = interest(request);
        Beginning beginning =
                beginning(request, LAST_EVENT_PARAMETER, Parameters.of(request).text(LAST_EVENT_PARAMETER));
        stream.requireRoom();
        request.request()
                .toWebSocket()
                .onSuccess(socket -> stream.open(
                        interest,
                        beginning,
                        connection -> SocketOutlet.open(socket, connection.drained(), connection.gone())))
                .onFailure(request::fail);
    }

    private Interest interest(RoutingContext request) {
        Parameters parameters = Parameters.of(request);
        Predicate<Optional<String>> sees = visibility.of(request);
        Set<String> cameras = parameters.names("camera");
        boolean fleet = parameters.flag("fleet");
        return new Interest(
                PredictionsApi.wanted(parameters, sees),
                camera -> fleet && (cameras.isEmpty() || cameras.contains(camera)) && sees.test(Optional.of(camera)),
                fleet && operates.test(request));
    }

    private static Beginning beginning(RoutingContext request, String name, Optional<String> lastEventId) {
        Optional<Position> seen = lastEventId.filter(id -> !id.isEmpty()).map(id -> Position.parse(id)
                .orElseThrow(() -> Problem.of(
                                400,
                                "'%s' is not the id of an event of this gateway's: send as %s the id of the last event that you have, as it is, or leave it out to begin with what comes now"
                                        .formatted(Shown.of(id), name))
                        .exception()));
        return new Beginning(seen, Parameters.of(request).number("last").orElse(0));
    }
}

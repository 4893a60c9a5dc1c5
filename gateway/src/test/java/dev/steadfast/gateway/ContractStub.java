package dev.steadfast.gateway;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pages, and in place of the API behind them one that answers what a test tells it to, shaped as the contract has it.
 *
 * <p>Threading notes: its state lives on one event loop, and outlives a {@link #restart}; the fields that a test sets are volatile.
 */
final class ContractStub implements AutoCloseable {

    /** A request as it came. */
    record Request(String method, String path, Optional<String> authorization, Optional<String> lastEventId) {}

    final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    volatile Optional<String> key = Optional.empty();
    volatile boolean operator = true;
    volatile boolean hanging;
    volatile Set<String> awaited = Set.of();
    volatile JsonObject fleet = MadeUpWorkers.fleet(Instant.now(), 0, Instant.now());
    volatile Optional<JsonObject> replay = Optional.empty();

    private final Vertx vertx = Vertx.vertx();
    private final Context eventLoop = vertx.getOrCreateContext();
    private final Map<String, JsonObject> cameras = new LinkedHashMap<>();
    private final Deque<JsonObject> cameraEvents = new ArrayDeque<>();
    private final Map<String, JsonObject> predictions = new LinkedHashMap<>();
    private final StubStream stream = new StubStream();
    private HttpServer server;
    private final int port;

    ContractStub() {
        this.server = onEventLoop(() -> listen(0));
        this.port = server.actualPort();
    }

    private Future<HttpServer> listen(int onPort) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(onPort)
                        .setHttp2ClearTextEnabled(false)) // as the gateway has it
                .requestHandler(routes())
                .listen();
    }

    private Router routes() {
        Router router = Router.router(vertx);
        router.route("/v1/*").handler(this::admit);
        router.get("/v1/cameras").handler(request -> answer(request, new JsonObject().put("cameras", values(cameras))));
        router.get("/v1/events")
                .handler(request -> answer(request, new JsonObject().put("events", array(cameraEvents))));
        router.get("/v1/fleet").handler(request -> asOperator(request, fleet));
        router.get("/v1/predictions").handler(this::list);
        router.get("/v1/predictions/stream").handler(this::stream);
        router.get("/v1/predictions/:frameId").handler(this::prediction);
        router.get("/v1/predictions/:frameId/image").handler(request -> picture(request, 64));
        router.get("/v1/predictions/:frameId/input").handler(request -> picture(request, 32));
        router.get("/v1/predictions/:frameId/samples")
                .handler(request -> frame(
                        request,
                        () -> ContractJson.samples(
                                id(request),
                                Integer.parseInt(request.queryParams().get("count")))));
        router.post("/v1/predictions/:frameId/replays")
                .handler(request ->
                        asOperator(request, replay.orElseGet(() -> ContractJson.replay(id(request), 0, true))));
        router.post("/v1/cameras/:camera/frames").handler(this::publish);
        Page.mount(router);
        return router;
    }

    private void admit(RoutingContext request) {
        Optional<String> authorization = Optional.ofNullable(request.request().getHeader("Authorization"));
        requests.add(new Request(
                request.request().method().name(),
                request.request().uri(),
                authorization,
                Optional.ofNullable(request.request().getHeader("Last-Event-ID"))));
        if (key.isPresent() && !authorization.equals(key.map("Bearer "::concat))) {
            problem(request, 401, authorization.isEmpty() ? "a key is needed" : "no such key");
        } else {
            request.next();
        }
    }

    private void asOperator(RoutingContext request, JsonObject found) {
        if (operator) {
            answer(request, found);
        } else {
            problem(request, 403, "this needs the role operate");
        }
    }

    private void list(RoutingContext request) {
        Optional<String> camera = Optional.ofNullable(request.queryParams().get("camera"));
        Optional<List<String>> outcomes =
                Optional.ofNullable(request.queryParams().get("outcome")).map(text -> List.of(text.split(",", -1)));
        List<JsonObject> wanted = new ArrayList<>(predictions.values().stream()
                .filter(one -> camera.isEmpty() || camera.get().equals(one.getString("cameraId")))
                .filter(one -> outcomes.isEmpty() || outcomes.get().contains(one.getString("outcome")))
                .toList());
        Collections.reverse(wanted);
        int limit =
                Math.min(wanted.size(), Integer.parseInt(request.queryParams().get("limit")));
        answer(
                request,
                new JsonObject()
                        .put("predictions", array(wanted.subList(0, limit)))
                        .putNull("next"));
    }

    private void prediction(RoutingContext request) {
        if (awaited.contains(id(request))) {
            request.response().setStatusCode(202).putHeader("Retry-After", "1");
            answer(request, new JsonObject().put("frameId", id(request)).put("outcome", "pending"));
        } else {
            frame(request, () -> predictions.get(id(request)));
        }
    }

    private void stream(RoutingContext request) {
        if (hanging) {
            return;
        }
        stream.open(request);
    }

    private void publish(RoutingContext request) {
        String frameId = "uploaded-1";
        request.request().body().onFailure(request::fail).onSuccess(image -> {
            request.response().setStatusCode(202);
            answer(
                    request,
                    new JsonObject()
                            .put("frameId", frameId)
                            .put("camera", request.pathParam("camera"))
                            .put("prediction", "/v1/predictions/" + frameId));
        });
    }

    private void picture(RoutingContext request, int size) {
        if (predictions.containsKey(id(request))) {
            request.response().putHeader("Content-Type", "image/png").end(Buffer.buffer(Scene.png(id(request), size)));
        } else {
            problem(request, 410, "the frame is older than the topic keeps it");
        }
    }

    private void frame(RoutingContext request, Supplier<JsonObject> found) {
        if (predictions.containsKey(id(request))) {
            answer(request, found.get());
        } else {
            problem(request, 404, "no frame with this id is known");
        }
    }

    private static String id(RoutingContext request) {
        return request.pathParam("frameId");
    }

    private static void answer(RoutingContext request, JsonObject found) {
        request.response().putHeader("Content-Type", "application/json").end(found.toBuffer());
    }

    private static void problem(RoutingContext request, int status, String detail) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("status", status)
                        .put("title", "no")
                        .put("detail", detail)
                        .toBuffer());
    }

    private static JsonArray values(Map<String, JsonObject> objects) {
        return array(objects.values());
    }

    private static JsonArray array(Iterable<JsonObject> objects) {
        JsonArray array = new JsonArray();
        objects.forEach(array::add);
        return array;
    }

    /** What the list of cameras says; nothing is sent on the stream. */
    void knows(JsonObject camera) {
        run(() -> {
            cameras.put(camera.getString("camera"), camera);
            remember(camera.getJsonObject("latest"));
        });
    }

    void knowsEvent(JsonObject event) {
        run(() -> cameraEvents.addFirst(event));
    }

    /** A prediction or rejection arrives, and is sent to every stream. */
    void arrives(JsonObject prediction) {
        run(() -> {
            remember(prediction);
            stream.predicted(prediction);
        });
    }

    private void remember(@Nullable JsonObject prediction) {
        if (prediction != null && prediction.getString("frameId") != null) {
            predictions.put(prediction.getString("frameId"), prediction);
        }
    }

    /** An event that is not a prediction is sent to every stream. */
    void tells(String event, JsonObject data) {
        run(() -> stream.passed(event, data));
    }

    long lastEventId() {
        return onEventLoop(() -> Future.succeededFuture(stream.lastId()));
    }

    int streams() {
        return onEventLoop(() -> Future.succeededFuture(stream.readers()));
    }

    /** Ends every connection, and listens no more. */
    void stop() {
        onEventLoop(() -> server.close().andThen(closed -> stream.ended()));
    }

    /** Listens again, on the same port, with everything it knew. */
    void restart() {
        server = onEventLoop(() -> listen(port));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private void run(Runnable task) {
        onEventLoop(() -> {
            task.run();
            return Future.succeededFuture();
        });
    }

    private <T> T onEventLoop(Supplier<Future<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        eventLoop.runOnContext(turn -> task.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}

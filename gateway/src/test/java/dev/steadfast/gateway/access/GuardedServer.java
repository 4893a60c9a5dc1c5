package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.settings.Settings;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server with all operations of the contract, behind {@link Access}; each only tells who asks, and of which length the body was. */
final class GuardedServer implements AutoCloseable {

    private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx;
    private final Access access;
    private final HttpServer server;

    private GuardedServer(AccessSettings settings, InstantSource clock) {
        this.vertx = Vertx.vertx();
        vertx.exceptionHandler(unhandled::add);
        this.access = Access.open(settings, "127.0.0.1", vertx, clock, TimeMeter.SYSTEM_NANOTIME);
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        access.tls().ifPresent(pem -> options.setSsl(true).setKeyCertOptions(pem));
        this.server = vertx.createHttpServer(options)
                .requestHandler(routes())
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** Starts; overrides are {@code key=value}, the key without {@code gateway.access}. */
    static GuardedServer with(String... overrides) {
        return new GuardedServer(settings(overrides), InstantSource.system());
    }

    static AccessSettings settings(String... overrides) {
        List<String> whole = List.of(overrides).stream()
                .map(override -> "gateway.access." + override)
                .toList();
        return Settings.load(List.of(AccessSettings.class), Optional.empty(), Map.of(), whole)
                .bind(AccessSettings.class);
    }

    private Router routes() {
        Router router = Router.router(vertx);
        router.route().failureHandler(GuardedServer::answerProblem);
        access.front().forEach(handler -> router.route().handler(handler));
        for (Contract.Operation operation : Contract.operations()) {
            router.route(operation.method(), operation.route())
                    .handler(access.handler(operation.roles()))
                    .handler(GuardedServer::answer);
        }
        return router;
    }

    private static void answer(RoutingContext request) {
        Principal principal = Principal.of(request);
        Optional.ofNullable(request.pathParam("camera")).ifPresent(principal::require);
        request.request()
                .body()
                .onSuccess(body -> request.json(
                        new JsonObject().put("principal", principal.name()).put("bytes", body.length())));
    }

    private static void answerProblem(RoutingContext request) {
        if (request.failure() instanceof ProblemException known) {
            known.problem().retryAfter().ifPresent(wait -> request.response()
                    .putHeader("Retry-After", Long.toString(wait.toSeconds())));
            request.response()
                    .setStatusCode(known.problem().status())
                    .end(known.problem().detail());
        } else {
            request.next();
        }
    }

    /** What is answered when a request is sent word by word, as programs other than browsers can: the status, and everything. */
    RawAnswer raw(String firstLine, String... headers) throws IOException {
        return RawAnswer.to(port(), firstLine, headers);
    }

    int port() {
        return server.actualPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpRequest.Builder request(Contract.Operation operation) {
        return request(operation.example()).method(operation.method().name(), BodyPublishers.noBody());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Closes; complains if a handler threw what nobody caught. */
    @Override
    public void close() {
        access.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(unhandled).isEmpty();
    }
}

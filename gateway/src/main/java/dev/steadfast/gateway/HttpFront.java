package dev.steadfast.gateway;

import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.access.Access;
import dev.steadfast.gateway.access.OperationRoles;
import dev.steadfast.gateway.access.Principal;
import dev.steadfast.gateway.access.Role;
import dev.steadfast.gateway.evidence.EvidenceApi;
import dev.steadfast.gateway.evidence.ReplayDesk;
import dev.steadfast.gateway.fleet.Fleet;
import dev.steadfast.gateway.fleet.FleetApi;
import dev.steadfast.gateway.fleet.FleetNews;
import dev.steadfast.gateway.frames.FrameDesk;
import dev.steadfast.gateway.frames.FrameLimits;
import dev.steadfast.gateway.frames.FramesApi;
import dev.steadfast.gateway.http.Contract;
import dev.steadfast.gateway.http.Visibility;
import dev.steadfast.gateway.inference.InferenceApi;
import dev.steadfast.gateway.kafka.FeedSink;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.AnswerSink;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.AwaitedAnswers;
import dev.steadfast.gateway.predictions.LiveApi;
import dev.steadfast.gateway.predictions.LiveStream;
import dev.steadfast.gateway.predictions.PredictionsApi;
import dev.steadfast.gateway.problems.Problems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Both HTTP servers, and everything that lives on their event loop.
 *
 * <p>Threading notes: everything behind them, that is the memory of answers, the live stream, the fleet and the count of frames under way,
 * lives on one event loop and needs no locks. Made, used and closed on that event loop.
 */
final class HttpFront {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration BACKLOG_PERIOD = Duration.ofSeconds(2);

    private final GatewaySettings settings;
    private final Access access;
    private final Context eventLoop;
    private final Vertx vertx;
    private final Backend backend;
    private final Contract contract = Contract.load();
    private final LiveStream stream;
    private final AnswerSink answers;
    private final Fleet fleet;
    private final ReplayDesk replays;
    private final Map<String, Handler<RoutingContext>> operations = new HashMap<>();
    private final HttpServer api;
    private final HttpServer management;

    /**
     * Servers that do not listen yet.
     *
     * @param access who may use the API
     * @param eventLoop the event loop to live on
     * @param clock the time at which frames are captured
     */
    HttpFront(GatewaySettings settings, Access access, Context eventLoop, Backend backend, InstantSource clock) {
        this.settings = settings;
        this.access = access;
        this.eventLoop = eventLoop;
        this.vertx = eventLoop.owner();
        this.backend = backend;

        Answers remembered = new Answers(settings.rememberedPredictions());
        AwaitedAnswers awaited = new AwaitedAnswers(vertx, remembered);
        this.stream = new LiveStream(remembered, settings.maxStreamReaders(), clock);
        this.answers = new AnswerSink(remembered, awaited, stream, settings.rememberedPredictions());
        this.fleet = new Fleet(stream, clock, settings.rememberedStatistics(), settings.maxBacklog());
        this.replays = new ReplayDesk(eventLoop, backend.tasks(), clock, settings.replayTimeout());

        FrameLimits limits = limits(settings);
        FrameDesk desk = new FrameDesk(eventLoop, backend.frames(), limits, fleet::pushBack, clock);
        operations.putAll(new FramesApi(vertx, limits, desk, remembered, awaited).operations());
        operations.putAll(new PredictionsApi(remembered, Visibility::ofPrincipal).operations());
        operations.putAll(new LiveApi(stream, Visibility::ofPrincipal, request -> Principal.of(request)
                        .has(Role.OPERATE))
                .operations());
        operations.putAll(new FleetApi(fleet, remembered, Visibility::ofPrincipal).operations());
        operations.putAll(new EvidenceApi(
                        vertx,
                        remembered,
                        Visibility::ofPrincipal,
                        backend.archive().apply(eventLoop),
                        replays,
                        fleet)
                .operations());
        operations.putAll(
                new InferenceApi(vertx, limits, desk, awaited, fleet, contract.version(), this::ready).operations());
        HttpServerOptions options = server(settings.port());
        access.tls()
                .ifPresent(certificate -> options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate));
        this.api = vertx.createHttpServer(options);
        this.management = vertx.createHttpServer(server(settings.managementPort()));
    }

    private static FrameLimits limits(GatewaySettings settings) {
        return new FrameLimits(
                settings.maxImageBytes(),
                settings.maxRequestBytes(),
                Math.min(settings.maxParts(), settings.maxInFlight()),
                settings.maxInFlight(),
                settings.bodyTimeout(),
                settings.kafkaTimeout(),
                settings.maxWait());
    }

    private HttpServerOptions server(int port) {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(port)
                .setHttp2ClearTextEnabled(false) // browsers and curl do not speak it without TLS
                .setIdleTimeout((int) idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** After how long a connection on which nothing moves is closed: neither between two heartbeats nor while something is waited for. */
    private Duration idle() {
        return Collections.max(List.of(
                settings.heartbeat().multipliedBy(4),
                settings.kafkaTimeout().multipliedBy(2),
                settings.maxWait().plus(settings.kafkaTimeout()),
                settings.replayTimeout().plus(settings.kafkaTimeout())));
    }

    /** Begins to listen; fails with a {@link GatewayException} where a port is taken. */
    Future<HttpFront> listen() {
        return contract.router(vertx, operations, operation -> List.of(access.handler(OperationRoles.of(operation))))
                .compose(operationRoutes -> {
                    api.requestHandler(routes(operationRoutes));
                    management.requestHandler(Health.router(
                            vertx, backend.feeds(), () -> backend.brokers().apply(eventLoop)));
                    vertx.setPeriodic(settings.heartbeat().toMillis(), timer -> stream.heartbeat());
                    vertx.setPeriodic(0, BACKLOG_PERIOD.toMillis(), timer -> backend.backlog()
                            .apply(eventLoop)
                            .onSuccess(fleet::measured));
                    return listen(api, "gateway.port", settings.port())
                            .compose(listening ->
                                    listen(management, "gateway.management-port", settings.managementPort()))
                            .map(this);
                });
    }

    private Router routes(Router operationRoutes) {
        Router router = Router.router(vertx);
        Problems.handle(router);
        access.front().forEach(handler -> router.route().handler(handler));
        Page.mount(router);
        ContractPage.mount(router, contract);
        router.route().subRouter(operationRoutes);
        return router;
    }

    private Future<HttpServer> listen(HttpServer server, String key, int port) {
        return server.listen().recover(failure -> {
            boolean address = failure instanceof BindException || failure instanceof UnknownHostException;
            String advice = address ? ": choose another with " + key + ", or stop what listens there" : "";
            return Future.failedFuture(new GatewayException(
                    "%s: cannot listen on port %d of %s (%s)%s"
                            .formatted(key, port, settings.host(), failure.getMessage(), advice),
                    failure));
        });
    }

    private boolean ready() {
        return backend.feeds().get().values().stream().allMatch(feed -> feed.ready());
    }

    int port() {
        return api.actualPort();
    }

    int managementPort() {
        return management.actualPort();
    }

    int streamReaders() {
        return stream.readers();
    }

    FeedSink<Answer> answers() {
        return answers;
    }

    FeedSink<FleetNews> fleet() {
        return fleet;
    }

    FeedSink<VoteBatch> replays() {
        return replays;
    }

    /** Ends the live streams, gives requests under way a few seconds, and stops listening. */
    Future<Void> close() {
        stream.end();
        return Future.join(
                        api.shutdown(GRACE.toSeconds(), TimeUnit.SECONDS),
                        management.shutdown(GRACE.toSeconds(), TimeUnit.SECONDS))
                .mapEmpty();
    }
}

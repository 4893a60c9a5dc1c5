package dev.steadfast.gateway;

import dev.steadfast.gateway.access.Access;
import dev.steadfast.gateway.access.OperationRoles;
import dev.steadfast.gateway.http.Contract;
import dev.steadfast.gateway.http.HeadRequests;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.gateway.problems.GatewayException;
import dev.steadfast.gateway.problems.Problems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both HTTP servers, in front of one {@link Core}. Made, used and closed on the event loop on which they live. */
final class HttpFront {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration BACKLOG_PERIOD = Duration.ofSeconds(2);
    private static final Duration READY_PERIOD = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    private final GatewaySettings settings;
    private final Access access;
    private final Instruments instruments;
    private final Context eventLoop;
    private final Vertx vertx;
    private final Backend backend;
    private final Contract contract = Contract.load();
    private final Core core;
    private final HttpServer api;
    private final HttpServer management;

    /**
     * Servers that do not listen yet.
     *
     * @param access who may use the API
     * @param instruments what measures it
     * @param eventLoop the event loop to live on
     * @param clock the time at which frames are captured
     */
    HttpFront(
            GatewaySettings settings,
            Access access,
            Instruments instruments,
            Context eventLoop,
            Backend backend,
            InstantSource clock) {
        this.settings = settings;
        this.access = access;
        this.instruments = instruments;
        this.eventLoop = eventLoop;
        this.vertx = eventLoop.owner();
        this.backend = backend;
        this.core = new Core(settings, eventLoop, backend, clock, contract.version());
        HttpServerOptions options = server(settings.port());
        access.tls()
                .ifPresent(certificate -> options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate));
        this.api = vertx.createHttpServer(options);
        this.management = vertx.createHttpServer(server(settings.managementPort()));
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
        return contract.router(vertx, core.operations(), this::gates).compose(operations -> {
            core.bindTo(instruments);
            api.requestHandler(routes(operations));
            api.invalidRequestHandler(Problems::malformed);
            Router checks = Health.router(
                    vertx, backend.feeds(), () -> backend.brokers().apply(eventLoop), core::unknownBacklog);
            instruments.mount(checks);
            management.requestHandler(HeadRequests.allow(checks));
            vertx.setPeriodic(
                    settings.heartbeat().toMillis(), timer -> core.stream().heartbeat());
            vertx.setPeriodic(1, BACKLOG_PERIOD.toMillis(), timer -> core.measureBacklog(eventLoop));
            return listen(api, "gateway.port", settings.port())
                    .compose(listening -> listen(management, "gateway.management-port", settings.managementPort()))
                    .map(listening -> {
                        vertx.setPeriodic(1, READY_PERIOD.toMillis(), this::sayWhenReady);
                        return this;
                    });
        });
    }

    private void sayWhenReady(long timer) {
        if (core.ready()) {
            vertx.cancelTimer(timer);
            LOG.atInfo()
                    .addKeyValue("host", settings.host())
                    .addKeyValue("port", port())
                    .addKeyValue("bundles", core.served())
                    .log("Gateway ready");
        }
    }

    /** What a request of an operation passes first. */
    private List<Handler<RoutingContext>> gates(JsonObject operation) {
        return List.of(
                instruments.requests(operation.getString("operationId")), access.handler(OperationRoles.of(operation)));
    }

    private Router routes(Router operations) {
        Router router = Router.router(vertx);
        Problems.handle(router);
        access.front().forEach(handler -> router.route().handler(handler));
        Page.mount(router);
        ContractPage.mount(router, contract);
        router.route().subRouter(HeadRequests.allow(operations));
        return HeadRequests.allow(router);
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

    int port() {
        return api.actualPort();
    }

    int managementPort() {
        return management.actualPort();
    }

    Core core() {
        return core;
    }

    /** Ends the live streams, gives requests under way a few seconds, and stops listening. */
    Future<Void> close() {
        core.stream().end();
        return Future.join(
                        api.shutdown(GRACE.toSeconds(), TimeUnit.SECONDS),
                        management.shutdown(GRACE.toSeconds(), TimeUnit.SECONDS))
                .mapEmpty();
    }
}

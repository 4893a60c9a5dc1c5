package dev.steadfast.gateway;

import dev.steadfast.gateway.frames.FramePublisher;
import dev.steadfast.gateway.frames.FramesHandler;
import dev.steadfast.gateway.kafka.AnswerFeed;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.PredictionHandler;
import dev.steadfast.gateway.predictions.StreamHandler;
import dev.steadfast.gateway.problems.Problems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Both HTTP servers.
 *
 * <p>Threading notes: everything behind them, that is the memory of answers, the live stream and the count of frames under way, lives on
 * one event loop and needs no locks. Made, used and closed on that event loop.
 */
final class HttpFront implements AnswerFeed.Sink {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final GatewaySettings settings;
    private final Vertx vertx;
    private final Answers answers;
    private final StreamHandler stream;
    private final HttpServer api;
    private final HttpServer management;

    /**
     * Servers that do not listen yet.
     *
     * @param eventLoop the event loop to live on
     * @param publisher where frames go
     * @param feed how the feed of answers is
     * @param brokers asks the brokers; fails where they do not answer
     * @param clock the time at which frames are captured
     */
    HttpFront(
            GatewaySettings settings,
            Context eventLoop,
            FramePublisher publisher,
            Supplier<AnswerFeed.Status> feed,
            Supplier<Future<Void>> brokers,
            InstantSource clock) {
        this.settings = settings;
        this.vertx = eventLoop.owner();
        this.answers = new Answers(settings.rememberedPredictions());
        this.stream = new StreamHandler(answers, settings.maxStreamReaders());
        FramesHandler frames = new FramesHandler(settings, eventLoop, publisher, answers, clock);
        this.api = server(settings.port(), routes(frames));
        this.management = server(settings.managementPort(), Health.router(vertx, feed, brokers));
    }

    private Router routes(FramesHandler frames) {
        Router router = Router.router(vertx);
        Problems.handle(router);
        router.route().handler(Page::secure);
        router.post("/v1/cameras/:camera/frames").handler(frames);
        router.put("/v1/cameras/:camera/frames").handler(frames); // curl -T
        router.get("/v1/predictions/stream").handler(stream);
        router.get("/v1/predictions/:frameId").handler(new PredictionHandler(answers));
        Page.mount(router);
        return router;
    }

    private HttpServer server(int port, Router router) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(port)
                        .setHttp2ClearTextEnabled(false) // browsers and curl do not speak it without TLS
                        .setIdleTimeout((int) idle().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                .requestHandler(router);
    }

    /** After how long a connection on which nothing moves is closed: neither between two heartbeats nor while Kafka is waited for. */
    private Duration idle() {
        return Collections.max(List.of(
                settings.heartbeat().multipliedBy(4), settings.kafkaTimeout().multipliedBy(2)));
    }

    /** Begins to listen; fails with a {@link GatewayException} where a port is taken. */
    Future<HttpFront> listen() {
        vertx.setPeriodic(settings.heartbeat().toMillis(), timer -> stream.heartbeat());
        return listen(api, "gateway.port", settings.port())
                .compose(listening -> listen(management, "gateway.management-port", settings.managementPort()))
                .map(this);
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

    int streamReaders() {
        return stream.readers();
    }

    @Override
    public void rebuilt(List<Answer> latest) {
        latest.forEach(answers::add);
    }

    @Override
    public void arrived(List<Answer> arrived) {
        arrived.stream().filter(answers::add).forEach(stream::broadcast);
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

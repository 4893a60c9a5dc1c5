package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.access.Access;
import dev.steadfast.gateway.access.AccessSettings;
import dev.steadfast.gateway.evidence.Archive;
import dev.steadfast.gateway.fleet.Backlog;
import dev.steadfast.gateway.fleet.FleetNews;
import dev.steadfast.gateway.kafka.FeedStatus;
import dev.steadfast.gateway.kafka.RecordSource;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.webhook.WebhookSettings;
import dev.steadfast.gateway.webhook.WebhookStatus;
import dev.steadfast.management.Meters;
import dev.steadfast.settings.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The HTTP side of a gateway, on free ports, with a stand-in for Kafka. */
final class RunningFront implements AutoCloseable {

    /** Frames that were published. */
    final LinkedBlockingQueue<Frame> published = new LinkedBlockingQueue<>();

    /** What the brokers say to a frame; by default they have it at once. */
    volatile Function<Frame, CompletionStage<Void>> brokers = frame -> CompletableFuture.completedStage(null);

    /** Tasks that were sent to be voted on again. */
    final LinkedBlockingQueue<NoiseTask> repeated = new LinkedBlockingQueue<>();

    /** The queues that they were sent to, in order. */
    final List<String> repeatedIn = new CopyOnWriteArrayList<>();

    /** What the brokers say to such a task; by default they have it at once. */
    volatile Function<NoiseTask, CompletionStage<Void>> taskBrokers = task -> CompletableFuture.completedStage(null);

    volatile FeedStatus feed = new FeedStatus(true, true, "reads what arrives");
    /** The trace contexts of what was published, in order. */
    final List<Optional<String>> traceParents = new CopyOnWriteArrayList<>();

    volatile Backlog backlog = Backlog.UNKNOWN;

    /** Records that Kafka keeps. */
    volatile RecordSource records = (topic, partition, offset) -> CompletableFuture.completedStage(Optional.empty());

    final WebhookStatus webhook;

    volatile Supplier<Future<Void>> probe = Future::succeededFuture;

    private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final Context eventLoop = vertx.getOrCreateContext();
    private final Access access;
    private final Instruments instruments = new Instruments(new Meters());
    private final HttpFront front;

    private RunningFront(GatewaySettings settings, AccessSettings accessSettings, WebhookSettings webhookSettings) {
        vertx.exceptionHandler(unhandled::add);
        this.webhook = WebhookStatus.of(webhookSettings);
        this.access = Access.open(accessSettings, settings.host(), vertx);
        Backend backend = new Backend(
                "steadfast",
                this::publish,
                (queue, task) -> {
                    repeatedIn.add(queue);
                    repeated.add(task);
                    return taskBrokers.apply(task);
                },
                loop -> new Archive(
                        loop, (topic, partition, offset) -> records.fetch(topic, partition, offset), MadeUp.REGISTRY),
                () -> Map.of("answers", feed),
                loop -> probe.get(),
                (loop, queues) -> Future.succeededFuture(backlog),
                webhook);
        this.front = onEventLoop(
                () -> new HttpFront(settings, access, instruments, eventLoop, backend, InstantSource.fixed(MadeUp.NOON))
                        .listen());
    }

    /** Starts; overrides are {@code key=value}. */
    static RunningFront with(String... overrides) {
        RunningFront front = starting(overrides);
        front.caughtUp();
        return front;
    }

    /** One that still reads what was there before it. */
    static RunningFront starting(String... overrides) {
        return new RunningFront(settings(overrides), accessSettings(overrides), webhookSettings(overrides));
    }

    /** All that was there has been read. */
    void caughtUp() {
        onEventLoop(() -> {
            front.core().answers().caughtUp();
            front.core().fleet().caughtUp();
            front.core().replays().caughtUp();
            return Future.succeededFuture();
        });
    }

    /** Access control; none by default. */
    static AccessSettings accessSettings(String... overrides) {
        return load(overrides).bind(AccessSettings.class);
    }

    /** Who is told of camera events; nobody by default. */
    static WebhookSettings webhookSettings(String... overrides) {
        return load(overrides).bind(WebhookSettings.class);
    }

    private static Settings load(String... overrides) {
        return Settings.load(
                List.of(GatewaySettings.class, AccessSettings.class, WebhookSettings.class),
                Optional.empty(),
                Map.of(),
                List.of(overrides));
    }

    /** Settings with free ports. */
    static GatewaySettings settings(String... overrides) {
        return load(overrides)
                .withDefault("gateway.port", "0")
                .withDefault("gateway.management-port", "0")
                .bind(GatewaySettings.class);
    }

    private CompletionStage<Void> publish(Frame frame, Optional<String> traceParent) {
        published.add(frame);
        traceParents.add(traceParent);
        return brokers.apply(frame);
    }

    int port() {
        return front.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + front.port() + path);
    }

    URI webSocket(String path) {
        return URI.create("ws://127.0.0.1:" + front.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> getManagement(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.managementPort() + path)));
    }

    HttpResponse<String> sendManagement(String path, String method) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.managementPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Answers arrive from Kafka; returns when the front has taken them. */
    void arrive(Answer... answers) {
        arrive(List.of(answers));
    }

    void arrive(List<Answer> answers) {
        onEventLoop(() -> {
            front.core().answers().arrived(answers);
            return Future.succeededFuture();
        });
    }

    void repeatedVotesArrive(VoteBatch... votes) {
        onEventLoop(() -> {
            front.core().replays().arrived(List.of(votes));
            return Future.succeededFuture();
        });
    }

    void newsArrives(FleetNews... news) {
        onEventLoop(() -> {
            front.core().fleet().arrived(List.of(news));
            return Future.succeededFuture();
        });
    }

    int streamReaders() {
        return onEventLoop(() -> Future.succeededFuture(front.core().stream().readers()));
    }

    private <T> T onEventLoop(Supplier<Future<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        eventLoop.runOnContext(turn -> task.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Closes; complains if a handler threw what nobody caught. */
    @Override
    public void close() {
        onEventLoop(front::close);
        access.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(unhandled).isEmpty();
    }
}

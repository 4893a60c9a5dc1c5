package dev.steadfast.gateway;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.gateway.access.Access;
import dev.steadfast.gateway.access.AccessSettings;
import dev.steadfast.gateway.evidence.Archive;
import dev.steadfast.gateway.fleet.BacklogProbe;
import dev.steadfast.gateway.kafka.BrokerProbe;
import dev.steadfast.gateway.kafka.KafkaPublisher;
import dev.steadfast.gateway.kafka.RecordFetch;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.gateway.problems.GatewayException;
import dev.steadfast.gateway.webhook.Webhook;
import dev.steadfast.gateway.webhook.WebhookSettings;
import dev.steadfast.gateway.webhook.WebhookStatus;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: frames come in over HTTP and go to Kafka, answers come from Kafka and go out over HTTP. The module's README documents
 * its paths. Its threads keep the JVM alive until {@link #close()}. Safe for use by several threads.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** Far longer than starting or closing takes. On a machine with fifteen busy threads to a core it took more than 20 s, and giving up there helps nobody. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final int port;
    private final int managementPort;
    private final Deque<AutoCloseable> parts;

    private Gateway(int port, int managementPort, Deque<AutoCloseable> parts) {
        this.port = port;
        this.managementPort = managementPort;
        this.parts = parts;
    }

    /**
     * Starts a gateway; returns when it listens. Brokers and registry need not be there yet: until they are, {@code /health/ready} answers
     * 503 and frames are not taken.
     *
     * @param settings where to listen, and bounds
     * @param accessSettings who may use it
     * @param webhookSettings who is told of camera events
     * @param deployment whose backlog to watch
     * @param kafka configuration of the Kafka and Schema Registry clients, with {@code bootstrap.servers} and
     *     {@code schema.registry.url}
     * @param meters where it registers what it measures, and what its {@code /metrics} answers; closed by the caller, after the gateway
     * @throws GatewayException if a port is taken, or the clients' configuration is wrong
     */
    public static Gateway start(
            GatewaySettings settings,
            AccessSettings accessSettings,
            WebhookSettings webhookSettings,
            Deployment deployment,
            Map<String, String> kafka,
            Meters meters) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return start(settings, accessSettings, webhookSettings, deployment, kafka, meters, parts);
        } catch (KafkaException | IllegalArgumentException e) {
            closeAll(parts);
            Throwable reason = e.getCause() instanceof KafkaException cause ? cause : e; // Kafka wraps what is of use
            throw new GatewayException("kafka: the clients cannot be set up: " + reason.getMessage(), e);
        } catch (RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private static Gateway start(
            GatewaySettings settings,
            AccessSettings accessSettings,
            WebhookSettings webhookSettings,
            Deployment deployment,
            Map<String, String> kafka,
            Meters meters,
            Deque<AutoCloseable> parts) {
        Vertx vertx = vertx();
        parts.push(() -> await(vertx.close()));
        Access access = opened(Access.open(accessSettings, settings.host(), vertx), parts);
        Instruments instruments = new Instruments(meters);
        SchemaRegistry registry = SchemaRegistry.connect(kafka);
        int waiting = settings.maxInFlight() + settings.maxParts();
        KafkaPublisher<Frame> frames =
                opened(KafkaPublisher.connect(Topics.FRAMES, kafka, registry, settings.kafkaTimeout(), waiting), parts);
        KafkaPublisher<NoiseTask> tasks = opened(
                KafkaPublisher.connect(Topics.NOISE_TASKS, kafka, registry, settings.kafkaTimeout(), waiting), parts);
        RecordFetch fetch = opened(RecordFetch.connect(kafka), parts);
        BrokerProbe brokers = opened(BrokerProbe.connect(kafka), parts);
        BacklogProbe backlog =
                opened(BacklogProbe.connect(kafka, deployment.applicationId(), deployment.workerGroup()), parts);
        frames.bindTo(instruments);
        tasks.bindTo(instruments);
        Feeds feeds = new Feeds(kafka, registry, settings, instruments);
        WebhookStatus webhook = WebhookStatus.of(webhookSettings);
        Context eventLoop = vertx.getOrCreateContext();
        Backend backend = new Backend(
                deployment.applicationId(),
                (frame, traceParent) -> frames.publish(frame.getCameraId(), frame, traceParent),
                (queue, task) -> tasks.publishTo(TaskQueues.topic(queue), task.getFrameId(), task, Optional.empty()),
                loop -> new Archive(loop, fetch, registry),
                feeds::status,
                brokers::ask,
                backlog::ask,
                webhook);
        HttpFront front = await(on(eventLoop, () -> new HttpFront(
                        settings, access, instruments, eventLoop, backend, InstantSource.system())
                .listen()));
        parts.push(() -> await(on(eventLoop, front::close)));
        feeds.start(front.core(), task -> eventLoop.runOnContext(turn -> task.run()));
        parts.push(feeds);
        if (webhookSettings.isOn()) {
            opened(
                    Webhook.open(webhookSettings, kafka, deployment.applicationId(), registry, instruments, webhook),
                    parts);
        }
        LOG.atInfo()
                .addKeyValue("host", settings.host())
                .addKeyValue("port", front.port())
                .addKeyValue("managementPort", front.managementPort())
                .log("Gateway listens");
        return new Gateway(front.port(), front.managementPort(), parts);
    }

    /** The port of the API, the live stream and the page. */
    public int port() {
        return port;
    }

    /** The port of the health checks and the metrics. */
    public int managementPort() {
        return managementPort;
    }

    /** Ends the live streams, gives requests under way a few seconds, and stops; once is enough, again does nothing. */
    @Override
    public void close() {
        closeAll(parts);
    }

    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                // The validator of requests finds JSON Schema itself on the class path.
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
    }

    private static <T extends AutoCloseable> T opened(T part, Deque<AutoCloseable> parts) {
        parts.push(part);
        return part;
    }

    private static synchronized void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("A part of the gateway did not close well");
            }
        }
    }

    private static <T> Future<T> on(Context eventLoop, Supplier<Future<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        eventLoop.runOnContext(turn -> Future.succeededFuture()
                .compose(start -> task.get())
                .onSuccess(result::complete)
                .onFailure(result::completeExceptionally));
        return Future.fromCompletionStage(result);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the event loop did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the gateway started or closed", e);
        }
    }
}

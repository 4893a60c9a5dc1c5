package dev.steadfast.gateway;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.access.Principal;
import dev.steadfast.gateway.access.Role;
import dev.steadfast.gateway.evidence.Archive;
import dev.steadfast.gateway.evidence.Basis;
import dev.steadfast.gateway.evidence.EvidenceApi;
import dev.steadfast.gateway.evidence.ReplayApi;
import dev.steadfast.gateway.evidence.ReplayDesk;
import dev.steadfast.gateway.evidence.ReplayResult;
import dev.steadfast.gateway.fleet.BacklogLimit;
import dev.steadfast.gateway.fleet.Fleet;
import dev.steadfast.gateway.fleet.FleetApi;
import dev.steadfast.gateway.fleet.FleetNews;
import dev.steadfast.gateway.fleet.Prospects;
import dev.steadfast.gateway.fleet.ServedModel;
import dev.steadfast.gateway.frames.FrameDesk;
import dev.steadfast.gateway.frames.FrameLimits;
import dev.steadfast.gateway.frames.FramesApi;
import dev.steadfast.gateway.http.Visibility;
import dev.steadfast.gateway.inference.InferenceApi;
import dev.steadfast.gateway.inference.ModelsApi;
import dev.steadfast.gateway.kafka.FeedSink;
import dev.steadfast.gateway.kafka.FeedStatus;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.gateway.metrics.MetricNames;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.AnswerSink;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.AwaitedAnswers;
import dev.steadfast.gateway.predictions.LiveApi;
import dev.steadfast.gateway.predictions.LiveStream;
import dev.steadfast.gateway.predictions.PredictionsApi;
import dev.steadfast.gateway.webhook.WebhookStatus;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the gateway knows and does: the memory of answers, those who wait for them or read them live, the fleet, the frames and replays under
 * way, and the operations of the API on them.
 *
 * <p>Threading notes: all of it lives on one event loop and needs no locks.
 */
final class Core {

    private static final String RESULT = "result";

    private final Backend backend;
    private final Answers remembered;
    private final AwaitedAnswers awaited;
    private final LiveStream stream;
    private final AnswerSink answers;
    private final Fleet fleet;
    private final ReplayDesk replays;
    private final FrameDesk desk;
    private final ReplayApi replayApi;
    private final Map<String, Handler<RoutingContext>> operations = new HashMap<>();

    /**
     * A core that has heard of nothing yet.
     *
     * @param clock the time at which frames are captured
     * @param version of the API
     */
    Core(GatewaySettings settings, Context eventLoop, Backend backend, InstantSource clock, String version) {
        this.backend = backend;
        Vertx vertx = eventLoop.owner();
        this.remembered = new Answers(settings.rememberedPredictions());
        this.awaited = new AwaitedAnswers(vertx, remembered);
        this.stream = new LiveStream(remembered, settings.maxStreamReaders(), clock);
        this.fleet = new Fleet(
                stream,
                clock,
                backend.applicationId(),
                settings.rememberedStatistics(),
                new BacklogLimit(settings.maxBacklog(), settings.maxBacklogTasks()),
                settings.rememberedPredictions(),
                backend.webhook()::describe);
        Prospects prospects = fleet.prospects();
        this.answers =
                new AnswerSink(remembered, awaited, stream, prospects::answered, settings.rememberedPredictions());
        this.replays = new ReplayDesk(eventLoop, backend.tasks(), clock, settings.replayTimeout(), prospects);
        FrameLimits limits = limits(settings);
        this.desk = new FrameDesk(eventLoop, this::publish, limits, fleet::pushBack, fleet, clock);

        Visibility visibility = Visibility::ofPrincipal;
        Archive archive = backend.archive().apply(eventLoop);
        Basis basis = new Basis(remembered, visibility, archive, fleet);
        this.replayApi = new ReplayApi(vertx, basis, archive, replays, settings.maxWait(), clock);
        operations.putAll(new FramesApi(vertx, limits, desk, remembered, awaited, prospects).operations());
        operations.putAll(new PredictionsApi(remembered, visibility, prospects).operations());
        operations.putAll(new LiveApi(stream, visibility, Core::operates).operations());
        operations.putAll(new FleetApi(fleet, remembered, visibility).operations());
        operations.putAll(new EvidenceApi(vertx, basis, archive, replays).operations());
        operations.putAll(replayApi.operations());
        ModelsApi models = new ModelsApi(vertx, limits, fleet, version, this::ready);
        operations.putAll(models.operations());
        operations.putAll(new InferenceApi(vertx, limits, desk, awaited, fleet, models).operations());
    }

    private static FrameLimits limits(GatewaySettings settings) {
        return new FrameLimits(
                settings.maxImageBytes(),
                settings.maxRequestBytes(),
                Math.min(settings.maxParts(), settings.maxInFlight()),
                settings.maxInFlight(),
                settings.bodyTimeout(),
                settings.minBodyRate(),
                settings.kafkaTimeout(),
                settings.maxWait());
    }

    private CompletionStage<Void> publish(Frame frame, Optional<String> traceParent) {
        if (remembered.find(frame.getFrameId()).isEmpty()) {
            fleet.prospects().await(frame.getFrameId());
        }
        return backend.frames().apply(frame, traceParent);
    }

    private static boolean operates(RoutingContext request) {
        return Principal.of(request).has(Role.OPERATE);
    }

    /** Whether everything is read that arrives in Kafka. */
    boolean ready() {
        return backend.feeds().get().values().stream().allMatch(feed -> feed.ready());
    }

    /** Names and versions of the bundles that are served, as far as is known. */
    List<String> served() {
        return fleet.models().stream().map(ServedModel::title).toList();
    }

    /** The handlers of the API, by operationId. */
    Map<String, Handler<RoutingContext>> operations() {
        return Map.copyOf(operations);
    }

    FeedSink<Answer> answers() {
        return answers;
    }

    FeedSink<FleetNews> fleet() {
        return fleet;
    }

    FeedSink<VoteBatch> replays() {
        return new FeedSink<>() {
            @Override
            public void past(List<VoteBatch> votes) {
                replays.past(votes);
            }

            @Override
            public void caughtUp() {
                replays.caughtUp();
            }

            @Override
            public void arrived(List<VoteBatch> votes) {
                fleet.repeated(votes);
                replays.arrived(votes);
            }
        };
    }

    LiveStream stream() {
        return stream;
    }

    /** Asks what waits in Kafka, and takes note. */
    void measureBacklog(Context eventLoop) {
        backend.backlog().apply(eventLoop, fleet.queues()).onSuccess(fleet::measured);
    }

    /** Lets Prometheus see all this. */
    void bindTo(Instruments instruments) {
        instruments.gauge(MetricNames.FRAMES_IN_FLIGHT, desk::inFlight);
        for (String result : List.of(FrameDesk.ACKNOWLEDGED, FrameDesk.UNACKNOWLEDGED)) {
            instruments.count(MetricNames.FRAMES, () -> desk.published(result), RESULT, result);
        }
        for (String outcome : Answer.OUTCOMES) {
            instruments.count(MetricNames.ANSWERS, () -> answers.arrived(outcome), "outcome", outcome);
        }
        instruments.gauge(MetricNames.ANSWERS_REMEMBERED, remembered::size);
        instruments.gauge(MetricNames.ANSWERS_AWAITED, awaited::waiting);
        instruments.gauge(MetricNames.LIVE_READERS, stream::readers);
        instruments.count(MetricNames.LIVE_EVENTS_MISSED, stream::missed);
        instruments.gauge(MetricNames.REPLAYS_UNDER_WAY, replays::underWay);
        for (ReplayResult result : ReplayResult.values()) {
            instruments.count(
                    MetricNames.REPLAYS,
                    () -> replayApi.replays(result),
                    RESULT,
                    result.name().toLowerCase(Locale.ROOT));
        }
        instruments.gaugesIfKnown(MetricNames.BACKLOG_FRAMES, () -> {
            OptionalLong frames = fleet.backlog().frames();
            return frames.isPresent() ? Map.of(Tags.empty(), frames.getAsLong()) : Map.of();
        });
        instruments.gaugesIfKnown(
                MetricNames.BACKLOG_TASKS,
                () -> byQueue(queue -> fleet.backlog().tasks(queue).stream().boxed()));
        instruments.gaugesIfKnown(
                MetricNames.BACKLOG_SECONDS,
                () -> byQueue(queue -> fleet.backlogSeconds(queue).stream().boxed()));
        instruments.gaugesIfKnown(
                MetricNames.BACKLOG_KNOWN,
                () -> byQueue(queue -> Stream.of(fleet.backlog().tasks(queue).isPresent() ? 1 : 0)));
        instruments.gauge(MetricNames.WORKERS, fleet::workers);
        instruments.gauge(MetricNames.DEAD_LETTERS, fleet::deadLetters);
        instruments.gauge(MetricNames.CAMERAS, fleet::cameraCount);
        instruments.gauge(MetricNames.CAMERAS_DEPARTED, fleet::departedCameraCount);
        bind(backend.webhook(), instruments);
        backend.feeds()
                .get()
                .keySet()
                .forEach(feed -> instruments.gauge(
                        MetricNames.FEED_READY,
                        () -> backend.feeds()
                                        .get()
                                        .getOrDefault(feed, FeedStatus.STARTING)
                                        .ready()
                                ? 1
                                : 0,
                        "feed",
                        feed));
    }

    private static void bind(WebhookStatus webhook, Instruments instruments) {
        instruments.count(MetricNames.WEBHOOK_EVENTS, webhook::delivered, RESULT, "delivered");
        instruments.count(MetricNames.WEBHOOK_EVENTS, webhook::refused, RESULT, "refused");
        instruments.count(MetricNames.WEBHOOK_EVENTS, webhook::givenUp, RESULT, "given-up");
        instruments.count(MetricNames.WEBHOOK_FAILED_ATTEMPTS, webhook::failedAttempts);
        instruments.gauge(MetricNames.WEBHOOK_WAITING, webhook::waiting);
    }

    private Map<Tags, Number> byQueue(Function<String, Stream<? extends Number>> value) {
        Map<Tags, Number> known = new HashMap<>();
        fleet.queues().forEach(queue -> value.apply(queue).forEach(found -> known.put(Tags.of("queue", queue), found)));
        return known;
    }

    /** Why some of the backlog is not known, by queue; for people. */
    Map<String, String> unknownBacklog() {
        return fleet.backlog().unknown();
    }
}

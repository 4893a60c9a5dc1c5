package dev.steadfast.gateway.fleet;

import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.frames.Feasibility;
import dev.steadfast.gateway.kafka.FeedSink;
import dev.steadfast.gateway.predictions.LiveEvent;
import dev.steadfast.gateway.predictions.LiveStream;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cameras, workers, dead letters, models and backlog, as Kafka tells of them. Confined to the gateway's event loop. */
public final class Fleet implements FeedSink<FleetNews>, Feasibility {

    private static final int LATEST_DEAD_LETTERS = 20;

    private final LiveStream stream;
    private final InstantSource clock;
    private final BacklogLimit limit;
    private final Supplier<Optional<JsonObject>> webhook;
    private final Cameras cameras;
    private final Workers workers = new Workers();
    private final ServedModels models;
    private final WaitingRooms waiting = new WaitingRooms();
    private final String own;
    /** Newest first. */
    private final List<FleetNews.Dead> deadLetters = new ArrayList<>();

    private long deadLetterCount;
    private final BacklogMemory backlog;
    private final Prospects prospects;

    /**
     * An empty fleet.
     *
     * @param stream those who are told of what arrives
     * @param applicationId the topology whose backlog matters
     * @param remembered how far back windows matter
     * @param limit how much may wait in a queue before frames are asked to come again
     * @param mostAwaited of how many frames that wait for their answers the votes are counted
     * @param webhook where camera events are posted, as clients get it; empty for nowhere
     */
    public Fleet(
            LiveStream stream,
            InstantSource clock,
            String applicationId,
            Duration remembered,
            BacklogLimit limit,
            int mostAwaited,
            Supplier<Optional<JsonObject>> webhook) {
        this.stream = stream;
        this.clock = clock;
        this.limit = limit;
        this.webhook = webhook;
        this.cameras = new Cameras(remembered);
        this.models = new ServedModels(applicationId);
        this.own = applicationId;
        this.backlog = new BacklogMemory(clock);
        this.prospects = new Prospects(clock, models, workers, this::backlog, mostAwaited);
    }

    @Override
    public void past(List<FleetNews> news) {
        news.forEach(this::take);
    }

    @Override
    public void caughtUp() {
        prospects.watching();
    }

    @Override
    public void arrived(List<FleetNews> news) {
        for (FleetNews item : news) {
            take(item);
            if (item instanceof FleetNews.Window window) {
                stream.broadcastOf(window.camera(), LiveEvent.passing("statistics", window.json()));
            } else if (item instanceof FleetNews.Event event) {
                stream.broadcastOf(event.camera(), LiveEvent.passing("camera-event", event.json()));
            }
        }
    }

    private void take(FleetNews item) {
        if (item instanceof FleetNews.Window window) {
            cameras.add(window);
        } else if (item instanceof FleetNews.Event event) {
            cameras.add(event);
        } else if (item instanceof FleetNews.Votes votes) {
            workers.add(votes);
            prospects.voted(votes);
        } else if (item instanceof FleetNews.Dead dead) {
            deadLetterCount++;
            deadLetters.add(dead);
            deadLetters.sort(Comparator.comparing(FleetNews.Dead::occurredAt).reversed());
            if (deadLetters.size() > LATEST_DEAD_LETTERS) {
                deadLetters.remove(LATEST_DEAD_LETTERS);
            }
        } else if (item instanceof FleetNews.Models served) {
            models.announced(served.application(), served.models());
            if (served.application().equals(own)) {
                served.waiting().ifPresent(waiting::told);
            }
        }
    }

    /** Takes what Kafka said of the backlog, and tells those who watch. */
    public void measured(Backlog now) {
        backlog.take(now, queues());
        stream.broadcastToFleet(LiveEvent.passing("fleet", describe()));
    }

    /** Takes note of votes of a replay: they show that a worker works, and how fast. */
    public void repeated(List<VoteBatch> votes) {
        votes.forEach(batch -> workers.add(FleetNews.Votes.of(batch, clock.instant())));
    }

    /** What is known of answers that are waited for. */
    public Prospects prospects() {
        return prospects;
    }

    /** What waits, in the queues as Kafka told last, and in the topology for its turn; unknown where Kafka told half a minute ago. */
    public Backlog backlog() {
        return backlog.current().plus(waiting.tasks(clock.instant()));
    }

    /** The deployment's queues of noise tasks: those of the bundles that it announced, and the first in any case. */
    public SortedSet<String> queues() {
        return models.queues();
    }

    /**
     * Why no more frames should be taken now, if so: too much waits in the queue of a bundle that answers, be it only some frames. What waits
     * for a bundle that only shadows others never matters, since nobody waits for it.
     */
    public Optional<Problem> pushBack() {
        Backlog known = backlog();
        return models.answeringQueues().stream()
                .filter(queue -> known.tasks(queue).orElse(0) > 0)
                .map(queue -> work(queue, known))
                .filter(limit::isExceededBy)
                .map(limit::problem)
                .max(Comparator.comparing(problem -> problem.retryAfter().orElse(Duration.ZERO)));
    }

    /** What waits in a queue, and how fast it is worked on: as those tell who wait for it or, if they do not know, by the votes. */
    private QueuedWork work(String queue, Backlog known) {
        Instant now = clock.instant();
        OptionalDouble told = waiting.tasksPerSecond(queue, now);
        return new QueuedWork(queue, known.tasks(queue), told.isPresent() ? told : speedByVotes(queue, now));
    }

    private OptionalDouble speedByVotes(String queue, Instant now) {
        return workers.crew(
                        digest -> models.queueOf(digest).filter(queue::equals).isPresent(), now)
                .settledSpeed();
    }

    /** How long what waits in a queue takes its workers, in seconds, if both is known. */
    public OptionalDouble backlogSeconds(String queue) {
        return work(queue, backlog()).seconds();
    }

    /** The bundles that are served, those of a deployment together, its first one first. */
    public List<ServedModel> models() {
        return models.all();
    }

    @Override
    public Optional<Problem> refusal(Optional<SamplingOptions> options, Optional<Integer> groundTruth) {
        return ServedPlans.refusal(models.answering(), options, groundTruth);
    }

    @Override
    public OptionalInt samplesAskedFor(Optional<SamplingOptions> options) {
        return ServedPlans.samplesAskedFor(models.answering(), options);
    }

    @Override
    public OptionalInt mostSamples(Optional<SamplingOptions> options) {
        return ServedPlans.mostSamples(models.answering(), options);
    }

    /** The bundle with a digest, if it is served. */
    public Optional<ServedModel> model(String digest) {
        return models.withDigest(digest);
    }

    /** How many workers voted within the last hour. */
    public int workers() {
        return workers.count(clock.instant());
    }

    /** How many dead letters the topic keeps. */
    public long deadLetters() {
        return deadLetterCount;
    }

    /** Of how many cameras something was heard lately. */
    public int cameraCount() {
        return cameras.names().size();
    }

    /** How many of these abstain far more than usual now. */
    public int departedCameraCount() {
        return cameras.departed();
    }

    Cameras cameras() {
        return cameras;
    }

    JsonObject describe() {
        return new JsonObject()
                .put("at", clock.instant().toString())
                .put("backlog", describeBacklog())
                .put("workers", workers.describe(clock.instant()))
                .put("redeliveries", workers.redeliveries(clock.instant()))
                .put(
                        "deadLetters",
                        new JsonObject()
                                .put("count", deadLetterCount)
                                .put(
                                        "latest",
                                        new JsonArray(deadLetters.stream()
                                                .map(FleetNews.Dead::json)
                                                .toList())))
                .put(
                        "models",
                        new JsonArray(models().stream().map(ServedModel::json).toList()))
                .put("webhook", webhook.get().orElse(null));
    }

    private JsonObject describeBacklog() {
        Set<String> answering = models.answeringQueues();
        Backlog known = backlog();
        JsonArray queues = new JsonArray();
        models.queues().forEach(queue -> queues.add(describe(work(queue, known), answering.contains(queue))));
        return new JsonObject()
                .put("frames", orNull(known.frames()))
                .put("tasks", orNull(known.tasks(answering)))
                .put("limit", limit.tasks())
                .put("limitSeconds", limit.seconds())
                .put("overloaded", waiting.overloaded(clock.instant()))
                .put("queues", queues);
    }

    private JsonObject describe(QueuedWork work, boolean answers) {
        return new JsonObject()
                .put("queue", work.queue())
                .put("tasks", orNull(work.tasks()))
                .put("tasksPerSecond", orNull(work.tasksPerSecond()))
                .put("seconds", orNull(work.seconds()))
                .put("full", answers && limit.isExceededBy(work))
                .put("answers", answers);
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}

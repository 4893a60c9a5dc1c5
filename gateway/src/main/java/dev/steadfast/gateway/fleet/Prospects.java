package dev.steadfast.gateway.fleet;

import dev.steadfast.gateway.fleet.FrameVotes.Standing;
import dev.steadfast.gateway.fleet.Workers.Crew;
import dev.steadfast.gateway.predictions.Progress;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;

/** What is known of answers that are waited for: by the votes, the queues and those who work on them. Confined to the gateway's event loop. */
public final class Prospects implements Progress {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int LONG_SECONDS = 120;

    private final InstantSource clock;
    private final ServedModels models;
    private final Workers workers;
    private final Supplier<Backlog> backlog;
    private final FrameVotes frames;
    private final Instant watchedSince;
    private boolean watching;

    Prospects(InstantSource clock, ServedModels models, Workers workers, Supplier<Backlog> backlog, int capacity) {
        this.clock = clock;
        this.models = models;
        this.workers = workers;
        this.backlog = backlog;
        this.frames = new FrameVotes(capacity);
        this.watchedSince = clock.instant().minus(Workers.RATE_SPAN);
    }

    /** Begins to count the votes on a frame; before it is published, lest one is missed. */
    public void await(String frameId) {
        frames.begin(frameId);
    }

    /** Forgets a frame that has its answer. */
    public void answered(String frameId) {
        frames.answered(frameId);
    }

    void voted(FleetNews.Votes votes) {
        frames.add(votes.task(), votes.digest());
    }

    /** Votes are read as they arrive. */
    void watching() {
        watching = true;
    }

    /** What is known of a frame that waits for its answer. */
    public Prospect ofFrame(String frameId) {
        Optional<Standing> standing = frames.of(frameId);
        SortedSet<String> answering = models.answeringQueues();
        Optional<String> queue = standing.flatMap(Standing::digest)
                .flatMap(models::queueOf)
                .or(() -> answering.size() == 1 ? Optional.of(answering.first()) : Optional.empty());
        return of(
                standing.map(known -> OptionalInt.of(known.done())).orElse(OptionalInt.empty()),
                standing.map(Standing::asked).orElse(OptionalInt.empty()),
                queue,
                queue.map(Set::of).orElse(answering));
    }

    @Override
    public JsonObject addTo(JsonObject pending, String frameId) {
        return ofFrame(frameId).addTo(pending);
    }

    @Override
    public String describe(String frameId) {
        return ofFrame(frameId).detail();
    }

    /** What is known of tasks that were sent to a queue. */
    public Prospect ofTasks(int done, int asked, String queue) {
        return of(OptionalInt.of(done), OptionalInt.of(asked), Optional.of(queue), Set.of(queue));
    }

    /**
     * @param queue that of the bundle, where it is known which bundle answers
     * @param queues all that it may be
     */
    private Prospect of(OptionalInt done, OptionalInt asked, Optional<String> queue, Set<String> queues) {
        Backlog known = backlog.get();
        Crew crew = workers.crew(
                digest -> models.queueOf(digest).filter(queues::contains).isPresent(), clock.instant());
        OptionalLong ahead = queue.map(known::tasks).orElse(OptionalLong.empty());
        OptionalLong seconds = queue.isPresent() ? seconds(done, asked, ahead, crew) : OptionalLong.empty();
        List<String> told = new ArrayList<>();
        if (done.isPresent() && asked.isPresent()) {
            told.add("%d of %s done".formatted(done.getAsInt(), tasks(asked.getAsInt(), "is", "are")));
        }
        told.add(queueing(crew, known.tasks(queues), seconds));
        known.frames().stream()
                .filter(frames -> frames > 0)
                .forEach(frames -> told.add(
                        frames == 1 ? "1 frame waits for the topology" : frames + " frames wait for the topology"));
        return new Prospect(done, asked, ahead, seconds, String.join("; ", told));
    }

    /** Once votes come, what is left of the tasks asked for is next; before, all that is in the queue may be ahead. */
    private static OptionalLong seconds(OptionalInt done, OptionalInt asked, OptionalLong ahead, Crew crew) {
        int left = Math.max(0, asked.orElse(0) - done.orElse(0));
        long tasks = done.orElse(0) > 0 && left > 0 ? left : Math.max(left, ahead.orElse(0));
        return tasks == 0 || crew.tasksPerSecond() == 0
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.ceil(tasks / crew.tasksPerSecond()));
    }

    private String queueing(Crew crew, OptionalLong waiting, OptionalLong seconds) {
        String queue = waiting.isPresent()
                ? (waiting.getAsLong() == 0 ? "no task waits" : tasks(waiting.getAsLong(), "waits", "wait"))
                : "how many tasks wait is not known";
        if (!watching) {
            return "the gateway does not read the workers' votes yet, and " + queue;
        }
        if (crew.voting() == 0 && crew.failing() > 0) {
            return (crew.failing() == 1 ? "1 worker fails" : crew.failing() + " workers fail")
                    + " on every task, for a reason that its log and the dead letters say; "
                    + queue;
        }
        if (crew.voting() == 0) {
            return "no worker has voted for %s, and %s".formatted(silence(crew), queue);
        }
        return (crew.voting() == 1 ? "1 worker votes" : crew.voting() + " workers vote")
                + "; "
                + queue
                + (seconds.isPresent() ? ", about " + shown(Duration.ofSeconds(seconds.getAsLong())) : "");
    }

    private String silence(Crew crew) {
        Instant now = clock.instant();
        if (crew.lastVoteAt().isPresent()) {
            return shown(Duration.between(crew.lastVoteAt().get(), now));
        }
        Duration watched = Duration.between(watchedSince, now);
        return "more than " + shown(watched.compareTo(HOUR) > 0 ? HOUR : watched);
    }

    private static String tasks(long count, String one, String several) {
        return count == 1 ? "1 task " + one : count + " tasks " + several;
    }

    private static String shown(Duration time) {
        long seconds = time.toSeconds();
        return seconds < LONG_SECONDS ? seconds + " s" : time.toMinutes() + " min";
    }
}

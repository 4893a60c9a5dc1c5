package dev.steadfast.gateway.fleet;

import dev.steadfast.gateway.fleet.FleetNews.Votes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What each worker does, by its votes. Confined to the gateway's event loop. */
final class Workers {

    /** What a rate is the mean of. */
    static final Duration RATE_SPAN = Duration.ofMinutes(1);

    /** After so long without a vote a worker is not counted on. */
    static final Duration SILENT = Duration.ofSeconds(30);

    /** After so much work a speed is relied on. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** For how long redeliveries count, and silent workers are remembered. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private static final int STEPS = 60;
    private static final int MOST_WORKERS = 1000;

    private final Map<String, Worker> workers = new TreeMap<>();

    private static final class Worker {
        private final SlidingCount samples = new SlidingCount(RATE_SPAN, STEPS);
        private final SlidingCount redeliveries = new SlidingCount(MEMORY, STEPS);
        private final SlidingCount failures = new SlidingCount(MEMORY, STEPS);
        private final SlidingCount tasks = new SlidingCount(RATE_SPAN, STEPS);
        private final SlidingCount busyMillis = new SlidingCount(RATE_SPAN, STEPS);
        private String backend = "";
        private String digest = "";
        private Instant lastVoteAt = Instant.EPOCH;
        private Instant lastRunAt = Instant.EPOCH;
        private Instant lastFailureAt = Instant.EPOCH;

        /** Counts the time in which it voted once, however many tasks it voted on together. */
        void ran(Votes votes) {
            backend = votes.backend();
            samples.add(votes.at(), votes.samples());
            Instant from = votes.startedAt().isAfter(lastVoteAt) ? votes.startedAt() : lastVoteAt;
            tasks.add(votes.at(), 1);
            lastRunAt = votes.at().isAfter(lastRunAt) ? votes.at() : lastRunAt;
            busyMillis.add(
                    votes.at(), Math.max(0, Duration.between(from, votes.at()).toMillis()));
        }

        /** Whether it has lately answered tasks, and could run none of them. */
        boolean fails(Instant now) {
            Instant since = now.minus(SILENT);
            return !lastFailureAt.isBefore(since) && lastRunAt.isBefore(since);
        }

        /** Tasks a second while it votes; 0 if that is not known. */
        double speed(Instant now) {
            long millis = busyMillis.sum(now);
            return millis == 0 ? 0 : 1000.0 * tasks.sum(now) / millis;
        }
    }

    /**
     * Those who vote for a queue.
     *
     * @param voting how many have voted within {@link #SILENT}
     * @param failing how many others have within it answered tasks that they could not run, against every class
     * @param tasksPerSecond that these manage together while they vote; 0 if that is not known
     * @param busy how long they have worked for that, together, within {@link #RATE_SPAN}
     * @param lastVoteAt when the latest vote of any was published, if one is remembered
     */
    record Crew(int voting, int failing, double tasksPerSecond, Duration busy, Optional<Instant> lastVoteAt) {

        /** What they manage, once it no longer shows how they began: a worker's first tasks may take far longer than the later ones. */
        OptionalDouble settledSpeed() {
            return busy.compareTo(SETTLED) < 0 || tasksPerSecond == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(tasksPerSecond);
        }
    }

    void add(Votes votes) {
        if (workers.size() >= MOST_WORKERS && !workers.containsKey(votes.worker())) {
            forgetBefore(votes.at().minus(RATE_SPAN));
            if (workers.size() >= MOST_WORKERS) {
                return;
            }
        }
        Worker worker = workers.computeIfAbsent(votes.worker(), first -> new Worker());
        if (votes.failure().isEmpty()) {
            worker.ran(votes);
        }
        if (votes.failed() && votes.at().isAfter(worker.lastFailureAt)) {
            worker.lastFailureAt = votes.at();
        }
        worker.digest = votes.digest();
        worker.lastVoteAt = votes.at().isAfter(worker.lastVoteAt) ? votes.at() : worker.lastVoteAt;
        worker.redeliveries.add(votes.at(), votes.redelivered() ? 1 : 0);
        worker.failures.add(votes.at(), votes.failure().isPresent() ? 1 : 0);
    }

    JsonArray describe(Instant now) {
        forgetBefore(now.minus(MEMORY));
        JsonArray list = new JsonArray();
        workers.forEach((id, worker) -> list.add(new JsonObject()
                .put("id", id)
                .put("backend", worker.backend)
                .put("samplesPerSecond", worker.samples.sum(now) / (double) RATE_SPAN.toSeconds())
                .put("lastVoteAt", worker.lastVoteAt.toString())
                .put("redeliveries", worker.redeliveries.sum(now))
                .put("failures", worker.failures.sum(now))
                .put("failing", worker.fails(now))));
        return list;
    }

    /**
     * Those who vote for a queue.
     *
     * @param theirs whether a bundle, by its digest, is theirs
     */
    Crew crew(Predicate<String> theirs, Instant now) {
        forgetBefore(now.minus(MEMORY));
        List<Worker> crew = workers.values().stream()
                .filter(worker -> theirs.test(worker.digest))
                .toList();
        List<Worker> voting = crew.stream()
                .filter(worker -> !worker.lastRunAt.isBefore(now.minus(SILENT)))
                .toList();
        return new Crew(
                voting.size(),
                (int) crew.stream().filter(worker -> worker.fails(now)).count(),
                voting.stream().mapToDouble(worker -> worker.speed(now)).sum(),
                Duration.ofMillis(voting.stream()
                        .mapToLong(worker -> worker.busyMillis.sum(now))
                        .sum()),
                crew.stream().map(worker -> worker.lastVoteAt).max(Comparator.naturalOrder()));
    }

    int count(Instant now) {
        forgetBefore(now.minus(MEMORY));
        return workers.size();
    }

    long redeliveries(Instant now) {
        return workers.values().stream()
                .mapToLong(worker -> worker.redeliveries.sum(now))
                .sum();
    }

    private void forgetBefore(Instant time) {
        workers.values().removeIf(worker -> worker.lastVoteAt.isBefore(time));
    }
}

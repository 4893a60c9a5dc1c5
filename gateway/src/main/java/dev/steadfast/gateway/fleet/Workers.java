package dev.steadfast.gateway.fleet;

import dev.steadfast.gateway.fleet.FleetNews.Votes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What each worker does, by its votes. Confined to the gateway's event loop. */
final class Workers {

    /** What a rate is the mean of. */
    static final Duration RATE_SPAN = Duration.ofMinutes(1);

    /** For how long redeliveries count, and silent workers are remembered. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private static final int STEPS = 60;
    private static final int MOST_WORKERS = 1000;

    private final Map<String, Worker> workers = new TreeMap<>();

    private static final class Worker {
        private final SlidingCount samples = new SlidingCount(RATE_SPAN, STEPS);
        private final SlidingCount redeliveries = new SlidingCount(MEMORY, STEPS);
        private final SlidingCount failures = new SlidingCount(MEMORY, STEPS);
        private String backend = "";
        private Instant lastVoteAt = Instant.EPOCH;
    }

    void add(Votes votes) {
        if (workers.size() >= MOST_WORKERS && !workers.containsKey(votes.worker())) {
            forgetBefore(votes.at().minus(RATE_SPAN));
            if (workers.size() >= MOST_WORKERS) {
                return;
            }
        }
        Worker worker = workers.computeIfAbsent(votes.worker(), first -> new Worker());
        worker.backend = votes.backend();
        worker.lastVoteAt = votes.at().isAfter(worker.lastVoteAt) ? votes.at() : worker.lastVoteAt;
        worker.samples.add(votes.at(), votes.samples());
        worker.redeliveries.add(votes.at(), votes.redelivered() ? 1 : 0);
        worker.failures.add(votes.at(), votes.failed() ? 1 : 0);
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
                .put("failures", worker.failures.sum(now))));
        return list;
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

package dev.steadfast.chaos.processes;

import dev.steadfast.chaos.schedule.Part;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks each client twice a second whether it is ready. Whatever it says, it must say it at once: orchestrators restart what is silent. Nothing is held against a
 * process that is starting, or was stopped while it was asked.
 *
 * <p>Threading notes: a thread for each client; the list may be read by any.
 */
public final class ReadinessProbe implements AutoCloseable {

    /** How long an answer may take. */
    public static final Duration LIMIT = Duration.ofSeconds(1);

    private static final long PAUSE_MILLIS = 500;

    private final ScheduledExecutorService threads;
    private final List<String> late = new ArrayList<>();
    private long asked;

    public ReadinessProbe(Fleet fleet) {
        List<Part> clients = fleet.roster().clients();
        threads = Executors.newScheduledThreadPool(clients.size());
        for (Part client : clients) {
            Asked one = new Asked(fleet, client);
            var unused = threads.scheduleWithFixedDelay(one::ask, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private final class Asked {

        private final Fleet fleet;
        private final Part client;
        private final URI address;
        private int answeredIn = -1;

        private Asked(Fleet fleet, Part client) {
            this.fleet = fleet;
            this.client = client;
            this.address = fleet.readiness(client);
        }

        private void ask() {
            int turn = fleet.turns(client);
            long begin = System.nanoTime();
            int status = HttpStatus.of(address);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            if (turn != fleet.turns(client)) {
                return; // it was ended, started or stopped meanwhile
            }
            if (answeredIn == turn) {
                note(client, took);
            } else if (status != HttpStatus.NONE) {
                answeredIn = turn;
            }
        }
    }

    private synchronized void note(Part client, Duration took) {
        asked++;
        if (took.compareTo(LIMIT) > 0) {
            late.add("%s took %.1f s to say whether it is ready, at %s"
                    .formatted(client, took.toMillis() / 1000.0, Instant.now()));
        }
    }

    /** Answers that took too long. */
    public synchronized List<String> late() {
        return List.copyOf(late);
    }

    /** How often it has asked somebody who could answer. */
    public synchronized long asked() {
        return asked;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

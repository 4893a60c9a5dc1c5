package dev.steadfast.standalone.camera;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How long to wait before each further try: twice as long as before, up to a bound, until nothing but failures has come for too long. */
final class Retries {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Duration first;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private Duration next;
    private boolean failing;
    private long failingSince;

    /** @param limit how long to try without success, from the first failure on; zero for a single try */
    Retries(Duration limit) {
        this(limit, FIRST, System::nanoTime);
    }

    Retries(Duration limit, Duration first, LongSupplier nanoTime) {
        this.limit = limit;
        this.first = first;
        this.next = first;
        this.nanoTime = nanoTime;
    }

    /** The next failure is the first again. */
    void succeeded() {
        next = first;
        failing = false;
    }

    /** How long to wait after a failure; empty if it is time to give up. */
    Optional<Duration> afterFailure() {
        Duration wait = next;
        if (failingFor().plus(wait).compareTo(limit) > 0) {
            return Optional.empty();
        }
        next = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
        return Optional.of(wait);
    }

    /** Counts a failure after which there need be no wait, and says whether it is time to give up. */
    boolean endWithFailure() {
        return failingFor().compareTo(limit) > 0;
    }

    /** Not the time since the last success: between that and the failure nothing may have been tried. */
    private Duration failingFor() {
        long now = nanoTime.getAsLong();
        if (!failing) {
            failing = true;
            failingSince = now;
        }
        return Duration.ofNanos(now - failingSince);
    }

    /** How long to try without success. */
    Duration limit() {
        return limit;
    }
}

package dev.steadfast.standalone.camera;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How long to wait before each further try: twice as long as before, up to a bound, until nothing has succeeded for too long. */
final class Retries {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Duration first;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private Duration next;
    private long lastSuccess;

    /**
     * Begins now.
     *
     * @param limit how long to try without success; zero for a single try
     */
    Retries(Duration limit) {
        this(limit, FIRST, System::nanoTime);
    }

    Retries(Duration limit, Duration first, LongSupplier nanoTime) {
        this.limit = limit;
        this.first = first;
        this.next = first;
        this.nanoTime = nanoTime;
        this.lastSuccess = nanoTime.getAsLong();
    }

    /** The next failure is the first again. */
    void succeeded() {
        next = first;
        lastSuccess = nanoTime.getAsLong();
    }

    /** How long to wait after a failure; empty if it is time to give up. */
    Optional<Duration> afterFailure() {
        Duration wait = next;
        if (nanoTime.getAsLong() - lastSuccess + wait.toNanos() > limit.toNanos()) {
            return Optional.empty();
        }
        next = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
        return Optional.of(wait);
    }

    /** How long to try without success. */
    Duration limit() {
        return limit;
    }
}

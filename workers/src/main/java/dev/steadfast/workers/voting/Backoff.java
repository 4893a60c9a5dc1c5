package dev.steadfast.workers.voting;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long each time, up to a limit, until something succeeds. */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(50);

    private final Duration longest;
    private Duration next = FIRST;

    public Backoff(Duration longest) {
        this.longest = longest;
    }

    Duration next() {
        Duration pause = next.compareTo(longest) < 0 ? next : longest;
        next = pause.multipliedBy(2);
        return pause;
    }

    void reset() {
        next = FIRST;
    }
}

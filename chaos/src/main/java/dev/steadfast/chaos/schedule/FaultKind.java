package dev.steadfast.chaos.schedule;

import java.util.Locale;

/** What is done to the system. */
public enum FaultKind {
    /** Nothing: what a recovery takes where there is nothing to recover from. */
    NOTHING(0, 0),
    /** SIGKILL, and a start some seconds later. */
    KILL(0, 4),
    /** SIGTERM, and a start some seconds later. */
    TERMINATE(0, 4),
    /** SIGSTOP, and SIGCONT: within or beyond the session of who was stopped. */
    FREEZE(2, 20),
    /** Nothing passes between two parts, and neither is told. */
    HOLD(2, 20),
    /** Connections between two parts are broken off, and new ones too. */
    BREAK(2, 12),
    /** What passes between two parts takes a fifth of a second longer, each way. */
    SLOW(5, 15),
    /** Frames, tasks and votes of the last seconds are written once more, in another order. */
    REPEAT(0, 0),
    /** Members of the topology's group are thrown out, again and again. */
    REBALANCE(4, 8),
    /** No file of a broker can grow: it gives up, and starts again some seconds later with room. */
    DISK_FULL(2, 5);

    private final int leastSeconds;
    private final int mostSeconds;

    FaultKind(int leastSeconds, int mostSeconds) {
        this.leastSeconds = leastSeconds;
        this.mostSeconds = mostSeconds;
    }

    int leastSeconds() {
        return leastSeconds;
    }

    int mostSeconds() {
        return mostSeconds;
    }

    /** As people write it: {@code disk-full}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.steadfast.workers.voting;

import java.time.Duration;

/**
 * How many samples a slice may have, so that voting on it stays within a time, whatever the model and the device: one forward pass to
 * begin with, then what the last slice's speed allows, at most twice as much as before. A slice is a whole number of passes, since
 * a pass costs the same however few samples are in it.
 */
public final class Pace {

    private static final long MOST_PASSES = 1 << 14;

    private final long budgetNanos;
    private final int batch;
    private long passes = 1;

    /**
     * @param budget how long a slice should take at most; a single pass may take longer
     * @param batch samples of a forward pass
     */
    public Pace(Duration budget, int batch) {
        this.budgetNanos = budget.toNanos();
        this.batch = batch;
    }

    /** The most samples of the next slice. */
    long samples() {
        return passes * batch;
    }

    /** Whether a slice that has taken so long has used up its time. */
    boolean isOver(long nanos) {
        return nanos > budgetNanos;
    }

    /** Learns from a slice. */
    void measured(long samples, long nanos) {
        long used = Math.max(1, (samples + batch - 1) / batch);
        long affordable = budgetNanos / Math.max(1, nanos / used);
        passes = Math.max(1, Math.min(Math.min(affordable, 2 * passes), MOST_PASSES));
    }
}

package dev.steadfast.training.run;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When a checkpoint is due: at the interval that was asked for; otherwise as often as writing them takes no more than a twentieth of the
 * time, which is after every step where steps take twenty times as long as a checkpoint does.
 *
 * <p>Threading notes: for one thread.
 */
final class CheckpointPace {
    /** The time between two checkpoints, in times that the first of them took. */
    private static final long GAP = 19;

    private final Optional<Duration> interval;
    private final LongSupplier clock;
    private long last;
    private long cost;

    /**
     * @param interval the time between two checkpoints, zero for one after every step, or empty to go by what they cost
     * @param clock in nanoseconds, as {@link System#nanoTime}
     */
    CheckpointPace(Optional<Duration> interval, LongSupplier clock) {
        this.interval = interval;
        this.clock = clock;
        this.last = clock.getAsLong();
    }

    /** {@return whether a checkpoint is to be written now} */
    boolean due() {
        long gap = interval.map(Duration::toNanos).orElse(GAP * cost);
        return clock.getAsLong() - last >= gap;
    }

    /** Writes one, and takes its time. */
    void write(Runnable checkpoint) {
        long begun = clock.getAsLong();
        checkpoint.run();
        last = clock.getAsLong();
        cost = last - begun;
    }
}

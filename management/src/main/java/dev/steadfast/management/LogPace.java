package dev.steadfast.management;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a condition that lasts from filling the log: lets its line through once in a while, and tells how many were kept back.
 *
 * <p>Threading notes: for any thread; of several that ask at once, one is let through.
 */
public final class LogPace {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final long pause;
    private final LongSupplier nanos;
    private boolean begun;
    private long last;
    private long keptBack;

    private LogPace(Duration pause, LongSupplier nanos) {
        this.pause = pause.toNanos();
        this.nanos = nanos;
    }

    /** A line a minute; the first one at once. */
    public static LogPace lineAMinute() {
        return new LogPace(MINUTE, System::nanoTime);
    }

    /**
     * A line in so long a time; the first one at once.
     *
     * @param nanos the time, as {@link System#nanoTime} has it
     */
    static LogPace of(Duration pause, LongSupplier nanos) {
        return new LogPace(pause, nanos);
    }

    /**
     * Writes the line if it is time for one.
     *
     * @param line is given the number of lines that were kept back since the last one
     */
    public void log(Line line) {
        long kept;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (begun && now - last < pause) {
                keptBack++;
                return;
            }
            begun = true;
            last = now;
            kept = keptBack;
            keptBack = 0;
        }
        line.write(kept);
    }

    /** Writes a line. */
    public interface Line {

        /** Writes it; {@code keptBack} such lines were kept back since the last one. */
        void write(long keptBack);
    }
}

package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many of a camera's frames are taken in the first place while more come than the workers can vote on. Most of them would be given up in the
 * end; to decode them first is lost work, and with large pictures more than a machine can do. So of those that are taken a third is to begin:
 * enough that there is always a new one to begin with. The rest is turned away, evenly.
 *
 * <p>An instance reads all frames of a camera, and keeps a part of those that are taken, chosen by their ids. The share of those that begin is the
 * same in each, so it tells from its own part how many to take.
 *
 * <p>Confined to the lock of {@link Admission}.
 */
final class Thinning {

    /** What is looked back on. */
    private static final Duration SPAN = Duration.ofSeconds(2);

    /** Of those that are taken, so many are to begin. */
    private static final double WANTED = 1.0 / 3;

    /** Fewer frames say nothing. */
    private static final int EVIDENCE = 3;

    private static final Duration STEP = Duration.ofMillis(500);

    private final Deque<Instant> taken = new ArrayDeque<>();
    private final Deque<Instant> begun = new ArrayDeque<>();
    private double kept = 1;
    private double credit;
    private Instant steppedAt = Instant.EPOCH;

    /** A frame of the camera was taken. */
    void taken(Instant now) {
        note(taken, now);
    }

    /** A frame of the camera has its turn. */
    void begun(Instant now) {
        note(begun, now);
    }

    private static void note(Deque<Instant> times, Instant now) {
        times.addLast(now);
        forget(times, now);
    }

    /** Whether the next frame of the camera is to be taken. */
    boolean takes(Instant now) {
        if (now.isAfter(steppedAt.plus(STEP))) {
            steppedAt = now;
            forget(taken, now);
            forget(begun, now);
            double share = taken.size() < EVIDENCE ? 1 : (double) begun.size() / taken.size();
            kept = Math.min(1, kept * Math.min(2, Math.max(0.5, share / WANTED)));
        }
        credit += kept;
        if (credit < 1) {
            return false;
        }
        credit -= 1;
        return true;
    }

    private static void forget(Deque<Instant> times, Instant now) {
        while (!times.isEmpty() && times.getFirst().isBefore(now.minus(SPAN))) {
            times.removeFirst();
        }
    }
}

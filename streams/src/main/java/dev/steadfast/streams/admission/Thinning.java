package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;

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

    private static final Duration STEP = Duration.ofMillis(500);

    private final Flow flow;
    private double kept = 1;
    private double credit;
    private Instant steppedAt = Instant.EPOCH;

    Thinning(Flow flow) {
        this.flow = flow;
    }

    /** Whether the next frame of the camera is to be taken. */
    boolean takes(Instant now) {
        if (now.isAfter(steppedAt.plus(STEP))) {
            steppedAt = now;
            kept = Math.min(1, kept * Math.min(2, Math.max(0.5, flow.share(SPAN, now) / WANTED)));
        }
        credit += kept;
        if (credit < 1) {
            return false;
        }
        credit -= 1;
        return true;
    }
}

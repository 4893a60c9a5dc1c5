package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;

/**
 * How far down a ladder of cheaper plans the frames of a camera are to go: a step further while too few of them begin, a step back when nearly all have
 * for a while. Where the step back brings the pressure back, the next one is waited for twice as long.
 *
 * <p>Confined to the lock of {@link Admission}.
 */
final class Descent {

    /** Of the frames that are taken, fewer than that are too few. */
    private static final double ENOUGH = 0.9;

    /** What a step does shows after so long. */
    private static final Duration SETTLING = Flow.MEMORY;

    /** A step back that brings pressure within that time was too soon. */
    private static final Duration RELAPSE = Duration.ofMinutes(1);

    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(5);

    private final Flow flow;
    private int step;
    private Instant changedAt = Instant.EPOCH;
    private Instant steppedBackAt = Instant.EPOCH;
    private Duration patience = SETTLING;

    Descent(Flow flow) {
        this.flow = flow;
    }

    /**
     * The step for the next frame.
     *
     * @param pressed whether frames of the camera are too late
     * @param steps of the ladder, beside the first plan
     */
    int step(boolean pressed, int steps, Instant now) {
        boolean tooFew = pressed && flow.share(Flow.MEMORY, now) < ENOUGH;
        if (tooFew && step < steps && !now.isBefore(changedAt.plus(SETTLING))) {
            if (now.isBefore(steppedBackAt.plus(RELAPSE))) {
                Duration twice = patience.multipliedBy(2);
                patience = twice.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : twice;
            }
            changeTo(step + 1, now);
        } else if (!tooFew && step > 0 && !now.isBefore(changedAt.plus(patience))) {
            steppedBackAt = now;
            changeTo(step - 1, now);
        }
        if (step == 0 && !now.isBefore(changedAt.plus(LONGEST_PATIENCE))) {
            patience = SETTLING;
        }
        return step;
    }

    private void changeTo(int next, Instant now) {
        step = next;
        changedAt = now;
    }

    /** Whether there is nothing to remember. */
    boolean isOver(Instant now) {
        return step == 0 && !now.isBefore(changedAt.plus(LONGEST_PATIENCE));
    }
}

package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast tasks are voted on while there is always another to be sent: only then is it what the workers can do, and not what was asked of
 * them. It is remembered for a while, but not over a silence, in which perhaps no worker ran. Confined to the lock of {@link Admission}.
 */
final class WorkRate {

    /** What the rate is the mean of. */
    private static final Duration SPAN = Duration.ofSeconds(5);

    /** For so long a rate is remembered, when nothing waits for a moment. */
    private static final Duration MEMORY = Duration.ofSeconds(30);

    /** After so long there is a rate. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private static final double NANOS = 1e9;

    private record Count(Instant at, int tasks) {}

    private final Deque<Count> counts = new ArrayDeque<>();
    private boolean limited;
    private Instant since = Instant.MAX;
    private int sum;
    private double known;
    private Instant knownAt = Instant.MIN;
    private Instant lastCount = Instant.MIN;

    /** Says whether there is more to be sent than may be. */
    void limited(boolean nowLimited) {
        if (!nowLimited) {
            counts.clear();
            sum = 0;
        }
        limited = nowLimited;
    }

    void counted(Instant now) {
        lastCount = now;
        if (!limited) {
            return;
        }
        forgetBefore(now.minus(SPAN));
        if (counts.isEmpty()) {
            since = now;
        }
        Count last = counts.peekLast();
        if (last != null && last.at().equals(now)) {
            counts.removeLast();
            counts.addLast(new Count(now, last.tasks() + 1));
        } else {
            counts.addLast(new Count(now, 1));
        }
        sum++;
    }

    /** Tasks a second; 0 if that is not known, or none was voted on lately. */
    double perSecond(Instant now) {
        Instant from = now.minus(SPAN);
        forgetBefore(from);
        if (!counts.isEmpty() && !since.isAfter(now.minus(LEAST))) {
            known = sum
                    * NANOS
                    / Duration.between(since.isBefore(from) ? from : since, now).toNanos();
            knownAt = now;
        }
        boolean remembered = lastCount.isAfter(from) && knownAt.isAfter(now.minus(MEMORY));
        return remembered ? known : 0;
    }

    private void forgetBefore(Instant time) {
        while (!counts.isEmpty() && counts.getFirst().at().isBefore(time)) {
            sum -= counts.removeFirst().tasks();
        }
    }
}

package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast tasks are voted on while there is always another to be sent: only then is it what the workers can do, and not what was asked of
 * them. After a silence, in which perhaps no worker ran, it is measured anew. Confined to the lock of {@link Admission}.
 */
final class WorkRate {

    /** What the rate is the mean of. */
    static final Duration SPAN = Duration.ofSeconds(5);

    /** After so long there is a rate. */
    static final Duration LEAST = Duration.ofSeconds(1);

    private static final double NANOS = 1e9;

    private record Count(Instant at, int tasks) {}

    private final Deque<Count> counts = new ArrayDeque<>();
    private boolean limited;
    private Instant since = Instant.MAX;
    private int sum;

    /** Says whether there is more to be sent than may be. */
    void limited(boolean nowLimited) {
        if (!nowLimited) {
            counts.clear();
            sum = 0;
        }
        limited = nowLimited;
    }

    void counted(Instant now) {
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
        if (counts.isEmpty() || since.isAfter(now.minus(LEAST))) {
            return 0;
        }
        return sum
                * NANOS
                / Duration.between(since.isBefore(from) ? from : since, now).toNanos();
    }

    private void forgetBefore(Instant time) {
        while (!counts.isEmpty() && counts.getFirst().at().isBefore(time)) {
            sum -= counts.removeFirst().tasks();
        }
    }
}

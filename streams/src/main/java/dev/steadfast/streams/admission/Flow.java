package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The frames of a camera that were taken lately, and those that began. Confined to the lock of {@link Admission}. */
final class Flow {

    /** The longest span that can be asked about. */
    static final Duration MEMORY = Duration.ofSeconds(10);

    /** Fewer frames say nothing. */
    private static final int EVIDENCE = 3;

    private final Deque<Instant> taken = new ArrayDeque<>();
    private final Deque<Instant> begun = new ArrayDeque<>();

    /** A frame was taken. */
    void taken(Instant now) {
        note(taken, now);
    }

    /** A frame has its turn. */
    void begun(Instant now) {
        note(begun, now);
    }

    private static void note(Deque<Instant> times, Instant now) {
        times.addLast(now);
        while (times.getFirst().isBefore(now.minus(MEMORY))) {
            times.removeFirst();
        }
    }

    /**
     * How many of the frames that were taken in a span have begun; 1 if too few were to tell. It may be above 1, where earlier ones have.
     *
     * @param span at most {@link #MEMORY}
     */
    double share(Duration span, Instant now) {
        Instant since = now.minus(span);
        int frames = after(taken, since);
        return frames < EVIDENCE ? 1 : (double) after(begun, since) / frames;
    }

    private static int after(Deque<Instant> times, Instant since) {
        int count = 0;
        for (Iterator<Instant> latest = times.descendingIterator();
                latest.hasNext() && latest.next().isAfter(since); ) {
            count++;
        }
        return count;
    }
}

package dev.steadfast.gateway.fleet;

import java.time.Duration;
import java.time.Instant;

/** A sum over the latest span of time, in steps of a part of it. Not safe for use by several threads. */
final class SlidingCount {

    private final long stepMillis;
    private final long[] sums;
    private final long[] steps;

    /**
     * @param steps parts in which time moves on
     */
    SlidingCount(Duration span, int steps) {
        this.stepMillis = span.toMillis() / steps;
        this.sums = new long[steps];
        this.steps = new long[steps];
    }

    /** Adds an amount, unless its time is so old that later ones took its place. */
    void add(Instant at, long amount) {
        long step = at.toEpochMilli() / stepMillis;
        int place = (int) Math.floorMod(step, (long) sums.length);
        if (step > steps[place]) {
            steps[place] = step;
            sums[place] = 0;
        }
        if (step == steps[place]) {
            sums[place] += amount;
        }
    }

    /** What was added within the span before a time. */
    long sum(Instant now) {
        long step = now.toEpochMilli() / stepMillis;
        long sum = 0;
        for (int place = 0; place < sums.length; place++) {
            if (steps[place] > step - sums.length && steps[place] <= step) {
                sum += sums[place];
            }
        }
        return sum;
    }
}

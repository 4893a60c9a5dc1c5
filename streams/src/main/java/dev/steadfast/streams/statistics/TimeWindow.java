package dev.steadfast.streams.statistics;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param begin inclusive
 * @param end exclusive
 */
record TimeWindow(Instant begin, Instant end) {

    /** The window of this length that holds an instant; windows begin at whole multiples of it since 1970. */
    static TimeWindow around(Instant instant, Duration length) {
        long millis = length.toMillis();
        Instant begin = Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), millis) * millis);
        return new TimeWindow(begin, begin.plus(length));
    }

    boolean isOver(Instant now) {
        return !now.isBefore(end);
    }
}

package dev.steadfast.streams.statistics;

import dev.steadfast.smoothing.bounds.BetaBinomial;
import java.util.OptionalDouble;

/**
 * When a camera has departed from its past, and when it is back. The mathematics is in {@code docs/explanation/camera-statistics.md}.
 *
 * @param leastFrames answers that a window needs to be compared
 * @param departureProbability at or below this probability the camera departs
 * @param pastWindows windows that make a past
 */
record DepartureRule(int leastFrames, double departureProbability, int pastWindows) {

    /** Answers that a past needs to be compared with. */
    static final int LEAST_PAST = 50;

    /** Above this probability a window of a departed camera is as usual. */
    static final double RETURN_PROBABILITY = 0.01;

    /** So many usual windows in a row, and the camera is back. */
    static final int QUIET_WINDOWS = 2;

    static DepartureRule of(StatisticsSettings settings) {
        return new DepartureRule(settings.leastFrames(), settings.departureProbability(), settings.pastWindows());
    }

    /** Whether a past is long enough to be compared with. */
    boolean knows(Past past) {
        return past.frames() >= LEAST_PAST;
    }

    /** The probability of so many abstentions, or more, given the past; empty if one of the two holds too few answers. */
    OptionalDouble surprise(Past.Window window, Past past) {
        if (window.frames() < leastFrames || !knows(past)) {
            return OptionalDouble.empty();
        }
        BetaBinomial expected = BetaBinomial.after(past.abstained(), past.frames(), window.frames());
        return OptionalDouble.of(expected.upperTail(window.abstained()));
    }
}

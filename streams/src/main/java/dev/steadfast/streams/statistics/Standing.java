package dev.steadfast.streams.statistics;

import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.avro.CameraState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a camera stands between two windows: the past that it is compared with and, if it has departed from that, what came since. Windows of a
 * departed camera do not enter its past, so that trouble that lasts is not taken for the usual until it has lasted as long as a whole past.
 */
record Standing(Past past, Optional<Departure> departure) {

    static final Standing NEW = new Standing(Past.NONE, Optional.empty());

    /**
     * A departure that lasts.
     *
     * @param since begin of the window with which it began
     * @param windows the windows since then, that one included
     * @param quiet how many of them, the last ones, were as usual again
     */
    record Departure(Instant since, Past windows, int quiet) {}

    /**
     * What a window that is over says.
     *
     * @param after how the camera stands after it
     * @param surprise how probable so many abstentions, or more, were; empty if that cannot be told
     * @param turn what changed with it, if anything
     */
    record Judgement(Standing after, OptionalDouble surprise, Optional<CameraEventKind> turn) {}

    CameraState state(DepartureRule rule) {
        if (departure.isPresent()) {
            return CameraState.DEPARTED;
        }
        return rule.knows(past) ? CameraState.USUAL : CameraState.LEARNING;
    }

    /** Judges a window that is over. One without any answer says nothing and changes nothing. */
    Judgement judge(Instant begin, Past.Window window, DepartureRule rule) {
        if (window.frames() == 0) {
            return new Judgement(this, OptionalDouble.empty(), Optional.empty());
        }
        OptionalDouble surprise = rule.surprise(window, past);
        if (departure.isPresent()) {
            return judgeDeparted(departure.get(), window, surprise, rule);
        }
        if (surprise.isPresent() && surprise.getAsDouble() <= rule.departureProbability()) {
            Departure begun = new Departure(begin, Past.NONE.plus(window, rule.pastWindows()), 0);
            return new Judgement(
                    new Standing(past, Optional.of(begun)), surprise, Optional.of(CameraEventKind.DEPARTED));
        }
        Standing longer = new Standing(past.plus(window, rule.pastWindows()), Optional.empty());
        return new Judgement(longer, surprise, Optional.empty());
    }

    private Judgement judgeDeparted(Departure before, Past.Window window, OptionalDouble surprise, DepartureRule rule) {
        Past windows = before.windows().plus(window, rule.pastWindows());
        int quiet = before.quiet();
        if (surprise.isPresent()) {
            quiet = surprise.getAsDouble() > DepartureRule.RETURN_PROBABILITY ? quiet + 1 : 0;
        }
        if (quiet >= DepartureRule.QUIET_WINDOWS) {
            // Not even the quiet windows enter the past: they were chosen for being quiet.
            Standing back = new Standing(past, Optional.empty());
            return new Judgement(back, surprise, Optional.of(CameraEventKind.RETURNED));
        }
        if (windows.windows().size() >= rule.pastWindows()) {
            Standing anew = new Standing(windows, Optional.empty());
            return new Judgement(anew, surprise, Optional.of(CameraEventKind.NEW_NORMAL));
        }
        Standing still = new Standing(past, Optional.of(new Departure(before.since(), windows, quiet)));
        return new Judgement(still, surprise, Optional.empty());
    }
}

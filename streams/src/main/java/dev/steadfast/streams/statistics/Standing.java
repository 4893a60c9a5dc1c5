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

    private static final Past.Window NO_ANSWERS = new Past.Window(0, 0);

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
     * @param comparison with the past
     * @param turn what changed with it, if anything
     */
    record Judgement(Standing after, Comparison comparison, Optional<CameraEventKind> turn) {

        OptionalDouble surprise() {
            return comparison.surprise();
        }
    }

    /**
     * A window beside the past.
     *
     * @param recent it, with those before it that were too small alone
     * @param past what that is compared with
     * @param surprise how probable so many abstentions, or more, were; empty if that cannot be told
     */
    record Comparison(Past.Recent recent, Past past, OptionalDouble surprise) {}

    CameraState state(DepartureRule rule) {
        if (departure.isPresent()) {
            return CameraState.DEPARTED;
        }
        boolean judged = rule.knows(past.recent(NO_ANSWERS, rule.leastFrames()).before());
        return judged ? CameraState.USUAL : CameraState.LEARNING;
    }

    /** Compares a window with the past. */
    Comparison compare(Past.Window window, DepartureRule rule) {
        Past latest = departure.map(Departure::windows).orElse(past);
        Past.Recent recent = latest.recent(window, rule.leastFrames());
        Past usual = departure.isPresent() ? past : recent.before();
        OptionalDouble surprise =
                window.frames() == 0 ? OptionalDouble.empty() : rule.surprise(recent.together(), usual);
        return new Comparison(recent, usual, surprise);
    }

    /** Judges a window that is over. One without any answer says nothing and changes nothing. */
    Judgement judge(Instant begin, Past.Window window, DepartureRule rule) {
        Comparison comparison = compare(window, rule);
        if (window.frames() == 0) {
            return new Judgement(this, comparison, Optional.empty());
        }
        if (departure.isPresent()) {
            return judgeDeparted(departure.get(), window, comparison, rule);
        }
        OptionalDouble surprise = comparison.surprise();
        if (surprise.isPresent() && surprise.getAsDouble() <= rule.departureProbability()) {
            Departure begun = new Departure(begin, Past.NONE.plus(window, rule.pastWindows()), 0);
            return new Judgement(
                    new Standing(comparison.past(), Optional.of(begun)),
                    comparison,
                    Optional.of(CameraEventKind.DEPARTED));
        }
        Standing longer = new Standing(past.plus(window, rule.pastWindows()), Optional.empty());
        return new Judgement(longer, comparison, Optional.empty());
    }

    private Judgement judgeDeparted(Departure before, Past.Window window, Comparison comparison, DepartureRule rule) {
        Past windows = before.windows().plus(window, rule.pastWindows());
        int quiet = before.quiet();
        OptionalDouble surprise = comparison.surprise();
        if (surprise.isPresent()) {
            quiet = surprise.getAsDouble() > DepartureRule.RETURN_PROBABILITY ? quiet + 1 : 0;
        }
        if (quiet >= DepartureRule.QUIET_WINDOWS) {
            // Not even the quiet windows enter the past: they were chosen for being quiet.
            Standing back = new Standing(past, Optional.empty());
            return new Judgement(back, comparison, Optional.of(CameraEventKind.RETURNED));
        }
        if (windows.windows().size() >= rule.pastWindows()) {
            Standing anew = new Standing(windows, Optional.empty());
            return new Judgement(anew, comparison, Optional.of(CameraEventKind.NEW_NORMAL));
        }
        Standing still = new Standing(past, Optional.of(new Departure(before.since(), windows, quiet)));
        return new Judgement(still, comparison, Optional.empty());
    }
}

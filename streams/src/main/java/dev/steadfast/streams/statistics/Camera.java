package dev.steadfast.streams.statistics;

import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraHistory;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.streams.statistics.Standing.Comparison;
import dev.steadfast.streams.statistics.Standing.Departure;
import dev.steadfast.streams.statistics.Standing.Judgement;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One camera under watch: its open window, if it has one, how it stands, and whether frames of it are given up. Its state is a {@link CameraHistory}.
 *
 * <p>An answer belongs to the window in which it arrives here. Whoever adds one closes the open window first if that {@linkplain #isOver is
 * over}; where the clock is set back, the open window takes what arrives until its end.
 *
 * <p>Threading notes: mutable, for one thread.
 */
public final class Camera {

    /**
     * What is published when a window ends.
     *
     * @param statistics the window's, which change no more
     * @param event what changed with it, if anything
     */
    public record Closing(CameraStatistics statistics, Optional<CameraEvent> event) {}

    private final String id;
    private final StatisticsSettings settings;
    private final DepartureRule rule;
    private Standing standing;
    private Instant lastSeen = Instant.EPOCH;
    private @Nullable TimeWindow window;
    private @Nullable Overload overload;
    private WindowCounts counts = new WindowCounts();

    /** A camera that has not been seen before. */
    public Camera(String id, StatisticsSettings settings) {
        this.id = id;
        this.settings = settings;
        this.rule = DepartureRule.of(settings);
        this.standing = Standing.NEW;
    }

    /** A camera as its history tells. */
    public Camera(String id, CameraHistory history, StatisticsSettings settings) {
        this(id, settings);
        Past past = Past.of(history.getPastFrames(), history.getPastAbstained());
        Instant since = history.getDepartedSince();
        this.standing = since == null
                ? new Standing(past, Optional.empty())
                : new Standing(
                        past,
                        Optional.of(new Departure(
                                since,
                                Past.of(history.getDepartedFrames(), history.getDepartedAbstained()),
                                history.getQuietWindows())));
        this.lastSeen = history.getLastSeen();
        this.overload =
                Optional.ofNullable(history.getOverload()).map(Overload::of).orElse(null);
        CameraStatistics open = history.getWindow();
        if (open != null) {
            window = new TimeWindow(open.getWindowStart(), open.getWindowEnd());
            counts = new WindowCounts(open);
        }
    }

    public String id() {
        return id;
    }

    /** The end of the open window; empty if there is none. */
    public Optional<Instant> windowEnd() {
        return Optional.ofNullable(window).map(TimeWindow::end);
    }

    /** Whether there is an open window, and it has to be closed by now. */
    public boolean isOver(Instant now) {
        return window != null && window.isOver(now);
    }

    /** Counts an answer; returns what begins with it, if anything does. */
    public Optional<CameraEvent> add(CertifiedPrediction prediction, Instant now) {
        see(now);
        counts.add(prediction);
        return giveUp(Overload.isGivenUp(prediction), true, now);
    }

    /** Counts a rejection; returns what begins with it, if anything does. */
    public Optional<CameraEvent> reject(RejectedFrame rejected, Instant now) {
        see(now);
        counts.reject();
        boolean isGivenUp = Overload.isGivenUp(rejected);
        return giveUp(isGivenUp, isGivenUp, now);
    }

    private Optional<CameraEvent> giveUp(boolean isGivenUp, boolean counts, Instant now) {
        if (overload != null) {
            overload = counts ? overload.plus(isGivenUp, now) : overload;
            return Optional.empty();
        }
        if (!isGivenUp) {
            return Optional.empty();
        }
        overload = Overload.beginning(now);
        return Optional.of(CameraEvents.overloaded(id, overload, now));
    }

    /** When its overload is over if no further frame is given up; empty if there is none. */
    public Optional<Instant> overloadEnd() {
        return Optional.ofNullable(overload).map(Overload::end);
    }

    /** Ends its overload, if there is one and it is over; returns that it did. */
    public Optional<CameraEvent> catchUp(Instant now) {
        if (overload == null || now.isBefore(overload.end())) {
            return Optional.empty();
        }
        CameraEvent event = CameraEvents.caughtUp(id, overload, now);
        overload = null;
        return Optional.of(event);
    }

    private void see(Instant now) {
        if (window == null) {
            window = TimeWindow.around(now, settings.window());
        }
        lastSeen = now;
    }

    /**
     * The open window so far, compared with the past as if it were over.
     *
     * @throws IllegalStateException if there is none
     */
    public CameraStatistics statistics() {
        return describe(standing.compare(counts.answers(), rule)).build();
    }

    /**
     * Ends the open window.
     *
     * @throws IllegalStateException if there is none
     */
    public Closing close(Instant now) {
        TimeWindow ended = requireWindow();
        Judgement judgement = standing.judge(ended.begin(), counts.answers(), rule);
        CameraStatistics.Builder closed = describe(judgement.comparison()).setClosed(true);
        standing = judgement.after();
        CameraStatistics statistics = describeStanding(closed).build();
        window = null;
        counts = new WindowCounts();
        return new Closing(
                statistics,
                judgement
                        .turn()
                        .map(kind -> CameraEvents.of(
                                kind, statistics, judgement.comparison(), settings.departureProbability(), now)));
    }

    private CameraStatistics.Builder describe(Comparison comparison) {
        TimeWindow open = requireWindow();
        return describeStanding(counts.statistics()
                .setCameraId(id)
                .setWindowStart(open.begin())
                .setWindowEnd(open.end())
                .setClosed(false)
                .setPastFrames(comparison.past().frames())
                .setPastAbstained(comparison.past().abstained())
                .setSurprise(
                        comparison.surprise().isPresent()
                                ? comparison.surprise().getAsDouble()
                                : null));
    }

    private CameraStatistics.Builder describeStanding(CameraStatistics.Builder statistics) {
        return statistics
                .setState(standing.state(rule))
                .setDepartedSince(standing.departure().map(Departure::since).orElse(null));
    }

    private TimeWindow requireWindow() {
        if (window == null) {
            throw new IllegalStateException("camera " + id + " has no open window");
        }
        return window;
    }

    /** Everything that is remembered of the camera. */
    public CameraHistory history() {
        Past since = standing.departure().map(Departure::windows).orElse(Past.NONE);
        return CameraHistory.newBuilder()
                .setLastSeen(lastSeen)
                .setWindow(window == null ? null : statistics())
                .setPastFrames(standing.past().framesByWindow())
                .setPastAbstained(standing.past().abstainedByWindow())
                .setDepartedSince(standing.departure().map(Departure::since).orElse(null))
                .setDepartedFrames(since.framesByWindow())
                .setDepartedAbstained(since.abstainedByWindow())
                .setQuietWindows(standing.departure().map(Departure::quiet).orElse(0))
                .setOverload(overload == null ? null : overload.remembered())
                .build();
    }
}

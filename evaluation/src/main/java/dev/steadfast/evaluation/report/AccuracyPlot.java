package dev.steadfast.evaluation.report;

import dev.steadfast.plots.Axis;
import dev.steadfast.plots.Line;
import dev.steadfast.plots.LinePlot;
import dev.steadfast.plots.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Curves of certified accuracy over the radius: exact steps, with a corner for every radius in the table. */
public final class AccuracyPlot {

    /** Distances between the ticks of the radius: the first that needs no more than {@link #MOST_TICKS}. */
    private static final double[] TICKS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

    private static final int MOST_TICKS = 10;
    private static final Axis ACCURACY = new Axis("certified accuracy (%)", 0, 100, 20);

    private AccuracyPlot() {}

    /**
     * Draws runs over each other.
     *
     * @param runs in this order; no two of one label
     * @throws dev.steadfast.plots.PlotException if this machine has no fonts
     */
    public static LinePlot of(List<MeasuredRun> runs) {
        double end = end(runs);
        Axis radius = new Axis("L2 radius", 0, end, tick(end));
        return new LinePlot(
                radius,
                List.of(new Panel(
                        ACCURACY, runs.stream().map(AccuracyPlot::curve).toList())));
    }

    private static Line curve(MeasuredRun run) {
        List<Line.Point> points = new ArrayList<>();
        for (CertifiedAccuracy.Point corner : run.accuracy().curve()) {
            Share share = corner.accuracy();
            points.add(new Line.Point(corner.radius(), 100.0 * share.count() / share.of()));
        }
        return new Line(run.label(), points);
    }

    private static double tick(double end) {
        return DoubleStream.of(TICKS)
                .filter(tick -> end / tick <= MOST_TICKS)
                .findFirst()
                .orElse(TICKS[TICKS.length - 1]);
    }

    /** A little behind every curve, at a tick. */
    private static double end(List<MeasuredRun> runs) {
        double largest = runs.stream()
                .mapToDouble(run -> run.accuracy().largestRadius())
                .max()
                .orElse(0);
        double tick = tick(Math.max(largest, TICKS[0]));
        return tick * (Math.floor(largest / tick) + 1);
    }
}

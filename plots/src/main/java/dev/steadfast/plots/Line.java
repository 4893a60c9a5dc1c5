package dev.steadfast.plots;

import java.util.List;

/**
 * One line of a plot.
 *
 * @param label its name in the legend; no two lines of one panel have the same
 * @param points joined in this order
 */
public record Line(String label, List<Point> points) {

    /** A corner, in the units of the axes. */
    public record Point(double x, double y) {}

    /** Copies the points. */
    public Line {
        points = List.copyOf(points);
    }
}

package dev.steadfast.plots;

import java.util.List;

/**
 * Lines over one vertical axis.
 *
 * @param vertical the axis
 * @param lines drawn over each other, in this order
 */
public record Panel(Axis vertical, List<Line> lines) {

    /** Copies the lines. */
    public Panel {
        lines = List.copyOf(lines);
    }
}

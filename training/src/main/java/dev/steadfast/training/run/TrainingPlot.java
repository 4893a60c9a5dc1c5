package dev.steadfast.training.run;

import dev.steadfast.plots.Axis;
import dev.steadfast.plots.Line;
import dev.steadfast.plots.LinePlot;
import dev.steadfast.plots.Panel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run's log as a picture: the loss, and below it the accuracies on held-out images. */
final class TrainingPlot {
    private static final String EPOCH = "epoch";
    private static final String LOSS = "loss";
    private static final String ACCURACY = "accuracy";
    private static final Axis PERCENT = new Axis("held-out accuracy (%)", 0, 100, 20);

    private TrainingPlot() {}

    /**
     * Draws a log.
     *
     * @param table its lines, each split into its columns: the columns' names, then at least one measurement
     */
    static LinePlot of(List<String[]> table) {
        Map<String, List<Double>> columns = columns(table);
        List<Double> epochs = columns.getOrDefault(EPOCH, List.of());
        List<Double> losses = columns.getOrDefault(LOSS, List.of());
        List<Panel> panels = new ArrayList<>();
        panels.add(
                new Panel(Axis.fromZeroTo(LOSS, largest(losses)), List.of(line("training loss", epochs, losses, 1))));
        List<Line> accuracies = new ArrayList<>();
        columns.forEach((name, values) -> {
            if (name.startsWith(ACCURACY)) {
                accuracies.add(line(name.replace("@", " at sigma "), epochs, values, 100));
            }
        });
        if (!accuracies.isEmpty()) {
            panels.add(new Panel(PERCENT, accuracies));
        }
        return new LinePlot(Axis.fromZeroTo(EPOCH, largest(epochs)), panels);
    }

    private static Map<String, List<Double>> columns(List<String[]> table) {
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        String[] names = table.get(0);
        for (int i = 0; i < names.length; i++) {
            int column = i;
            columns.put(
                    names[i],
                    table.stream()
                            .skip(1)
                            .filter(cells -> cells.length == names.length) // a torn line, after a loss of power
                            .map(cells -> Double.valueOf(cells[column]))
                            .toList());
        }
        return columns;
    }

    private static Line line(String label, List<Double> epochs, List<Double> values, double factor) {
        List<Line.Point> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            points.add(new Line.Point(epochs.get(i), factor * values.get(i)));
        }
        return new Line(label, points);
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}

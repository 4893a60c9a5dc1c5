package dev.steadfast.evaluation.report;

import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Certified accuracy by radius, of one run or several, as papers show it. Percentages and average radii are rounded down.
 *
 * @param runs at least one, no two of one label
 * @param radii the columns, each 0 or more, at least one
 */
public record AccuracyReport(List<MeasuredRun> runs, List<Double> radii) {

    private static final double STEP = 0.25;

    /** No column of a table that anybody would read; a mistaken sigma should not print ten thousand. */
    private static final int MOST_STEPS = 40;

    private static final int SHOWN_DECIMALS = 1;
    private static final int RADIUS_DECIMALS = 3;

    /**
     * The largest entry of a column.
     *
     * @param run whose it is; the first of equals
     */
    record Best(double radius, MeasuredRun run) {}

    /** @throws EvaluationException if two runs have one label, or a radius is no radius */
    public AccuracyReport {
        runs = List.copyOf(runs);
        radii = List.copyOf(radii);
        Set<String> labels = new HashSet<>();
        for (MeasuredRun run : runs) {
            if (!labels.add(run.label())) {
                throw new EvaluationException(
                        "two files are called " + run.label() + ": tell them apart with NAME=FILE");
            }
        }
        for (double radius : radii) {
            if (!(Double.compare(radius, 0.0) >= 0 && Double.isFinite(radius))) { // -0.0 is none
                throw new EvaluationException("radii must be 0 or more, but one is " + radius);
            }
        }
    }

    /** {@return a report at the radii 0, 0.25, 0.5, ... up to the last at which one of the runs has any accuracy} */
    public static AccuracyReport of(List<MeasuredRun> runs) {
        double largest = runs.stream()
                .mapToDouble(run -> run.accuracy().largestRadius())
                .max()
                .orElse(0);
        List<Double> radii = DoubleStream.iterate(0, radius -> radius + STEP)
                .takeWhile(radius -> radius <= largest)
                .limit(MOST_STEPS)
                .boxed()
                .toList();
        return new AccuracyReport(runs, radii);
    }

    /** {@return the report in columns, for a terminal} */
    public String text() {
        return grid().text() + "\n\n" + String.join("\n", notes());
    }

    /** {@return the report as one JSON object} */
    public String json() {
        return ReportJson.write(this);
    }

    /** {@return the report as a table in Markdown} */
    public String markdown() {
        return grid().markdown() + "\n\n"
                + String.join("\n", notes().stream().map(note -> "- " + note).toList());
    }

    private Grid grid() {
        List<String> header = new ArrayList<>(List.of("radius"));
        radii.forEach(radius -> header.add(shown(radius)));
        header.addAll(List.of("ACR", "abstained", "images", "s.e."));
        List<List<String>> rows = new ArrayList<>(List.of(header));
        runs.forEach(run -> rows.add(row(run)));
        if (runs.size() > 1) {
            rows.add(bestRow());
        }
        return new Grid(rows);
    }

    private List<String> row(MeasuredRun run) {
        CertifiedAccuracy accuracy = run.accuracy();
        List<String> row = new ArrayList<>(List.of(run.label()));
        radii.forEach(radius -> row.add(percent(accuracy.at(radius))));
        row.add(accuracy.averageRadius()
                .setScale(RADIUS_DECIMALS, RoundingMode.FLOOR)
                .toPlainString());
        row.add(percent(accuracy.abstained()));
        row.add(Integer.toString(accuracy.images()));
        row.add(largestStandardError(accuracy));
        return row;
    }

    private List<String> bestRow() {
        List<String> row = new ArrayList<>(List.of("best"));
        best().forEach(best -> row.add("%s (%s)"
                .formatted(
                        percent(best.run().accuracy().at(best.radius())),
                        percent(best.run().accuracy().at(0)))));
        row.addAll(List.of("", "", "", ""));
        return row;
    }

    List<Best> best() {
        return radii.stream()
                .map(radius -> new Best(
                        radius,
                        runs.stream()
                                .reduce((a, b) -> percentAt(b, radius) > percentAt(a, radius) ? b : a)
                                .orElseThrow()))
                .toList();
    }

    private static double percentAt(MeasuredRun run, double radius) {
        Share share = run.accuracy().at(radius);
        return (double) share.count() / share.of();
    }

    /** Rounded up. */
    private String largestStandardError(CertifiedAccuracy accuracy) {
        double largest = radii.stream()
                .mapToDouble(radius -> accuracy.at(radius).standardError())
                .max()
                .orElse(0);
        return BigDecimal.valueOf(largest)
                .setScale(SHOWN_DECIMALS, RoundingMode.CEILING)
                .toPlainString();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Percent of the images that were classified correctly and certified at that L2 radius or beyond; at 0.00: classified"
                        + " correctly. Rounded down.");
        notes.add(
                "ACR: average certified radius, 0 where the answer was wrong. s.e.: the largest binomial standard error in the row, in"
                        + " points.");
        if (runs.size() > 1) {
            notes.add("best: the largest entry of the column; in brackets the same run's at radius 0.");
        }
        runs.stream().flatMap(AccuracyReport::unfinished).forEach(notes::add);
        if (runs.stream().map(AccuracyReport::labels).distinct().count() > 1
                || runs.stream()
                                .flatMap(run -> run.description().stream())
                                .map(MeasurementDescription::dataDigest)
                                .distinct()
                                .count()
                        > 1) {
            notes.add("These runs measured different images: their rows do not compare like with like.");
        }
        return notes;
    }

    private static Stream<String> unfinished(MeasuredRun run) {
        return run.description().stream()
                .filter(with -> with.images() > run.accuracy().images())
                .map(with -> "%s: %d of %d images so far."
                        .formatted(run.label(), run.accuracy().images(), with.images()));
    }

    /** {@return which images a run measured, and their labels: other labels are other images, whatever their indices} */
    private static Map<Integer, Integer> labels(MeasuredRun run) {
        return run.table().results().stream().collect(Collectors.toMap(ImageResult::idx, ImageResult::label));
    }

    private static String percent(Share share) {
        return share.percent(SHOWN_DECIMALS).toPlainString();
    }

    /** {@return a radius in full: rounding it up would claim more than was measured} */
    public static String shown(double radius) {
        BigDecimal exact = BigDecimal.valueOf(radius);
        return exact.setScale(Math.max(2, exact.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}

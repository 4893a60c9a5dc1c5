package dev.steadfast.evaluation.report;

import dev.steadfast.bundles.MeasuredAccuracy;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.evaluation.measurement.ResultTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A table of results, ready to be reported.
 *
 * @param label what it is called in tables and legends
 * @param file where it was read from
 * @param table its results
 * @param accuracy what they say
 * @param description what it was measured with; empty for a table of the reference implementation
 */
public record MeasuredRun(
        String label,
        Path file,
        ResultTable table,
        CertifiedAccuracy accuracy,
        Optional<MeasurementDescription> description) {

    private static final String ENDING = ".tsv";

    /** As bundles have it. */
    private static final int PERCENT_DECIMALS = 1;

    /**
     * Reads a table, and the description beside it if there is one.
     *
     * @throws EvaluationException if either cannot be used
     */
    public static MeasuredRun read(String label, Path file) {
        ResultTable table = ResultTable.read(file);
        return new MeasuredRun(label, file, table, CertifiedAccuracy.of(table), MeasurementDescription.of(file));
    }

    /** {@return what a file is called if nothing else is said: its name, without {@code .tsv}} */
    public static String labelOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /**
     * The row for a bundle's manifest.
     *
     * @param radii its columns
     * @return empty if there is no description, or the plan certified nothing
     */
    public Optional<MeasuredAccuracy> measured(List<Double> radii) {
        SortedMap<Double, Double> percentByRadius = new TreeMap<>();
        radii.forEach(radius -> percentByRadius.put(
                radius, accuracy.at(radius).percent(PERCENT_DECIMALS).doubleValue()));
        return description
                .filter(MeasurementDescription::certifies)
                .map(with -> new MeasuredAccuracy(
                        with.sigma(),
                        with.n0(),
                        with.n(),
                        with.alpha(),
                        accuracy.images(),
                        accuracy.abstained().percent(PERCENT_DECIMALS).doubleValue(),
                        percentByRadius));
    }
}

package dev.steadfast.training.run;

import dev.steadfast.plots.LinePlot;
import dev.steadfast.training.TrainingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run's log, tab-separated: a line for each measurement, with the steps done, the epoch, the mean loss since the line before,
 * the learning rate, the images a second, and the held-out figures.
 */
final class TrainingLog {
    private static final String FIXED_COLUMNS = "step\tepoch\tloss\trate\timages_per_second";

    private final Path file;

    TrainingLog(Path file) {
        this.file = file;
    }

    /** Removes lines from beyond a step: of work that was done after the last checkpoint, and is done again. */
    void keepUpTo(long steps) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> kept = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int tab = line.indexOf('\t');
                if (kept.isEmpty() || (tab > 0 && Long.parseLong(line.substring(0, tab)) <= steps)) {
                    kept.add(line);
                }
            }
            write(kept);
        } catch (IOException | NumberFormatException e) {
            throw new TrainingException(file + " cannot be read as a training log: " + e, e);
        }
    }

    void add(TrainingProgress progress) {
        try {
            List<String> lines = new ArrayList<>();
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
            } else {
                lines.add(FIXED_COLUMNS + "\t"
                        + String.join("\t", progress.heldOut().keySet()));
            }
            lines.add(line(progress));
            write(lines);
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read as a training log: " + e, e);
        }
    }

    /** Whole, so that no full disk leaves a part of a line, or of the names of the columns. */
    private void write(List<String> lines) {
        RunFile.write(file, out -> out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** {@return the log as a picture} */
    LinePlot plot() {
        try {
            return TrainingPlot.of(Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(line -> line.split("\t", -1))
                    .toList());
        } catch (IOException | NumberFormatException e) {
            throw new TrainingException(file + " cannot be read as a training log: " + e, e);
        }
    }

    private static String line(TrainingProgress progress) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%d\t%.3f\t%.5f\t%.3g\t%.1f",
                progress.step(),
                progress.epoch(),
                progress.loss(),
                progress.rate(),
                progress.imagesPerSecond()));
        for (Map.Entry<String, Double> figure : progress.heldOut().entrySet()) {
            line.append(String.format(Locale.ROOT, "\t%.5f", figure.getValue()));
        }
        return line.toString();
    }
}

package dev.steadfast.standalone.train;

import dev.steadfast.standalone.terminal.WorkBar;
import dev.steadfast.training.run.TrainingProgress;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * What one sees of a training run: a bar with the rate, the time left and the loss on standard error, and a line for each measurement on
 * standard output.
 *
 * <p>Threading notes: for one thread.
 */
final class TrainingBar implements AutoCloseable {

    private final PrintWriter out;
    private final PrintWriter err;
    private @Nullable ProgressBar bar;

    TrainingBar(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Shows that a step is done. */
    void show(TrainingProgress progress) {
        if (bar == null) { // only the first step tells where a run that goes on began
            bar = WorkBar.start("train", progress.steps(), progress.step() - 1, "steps", ChronoUnit.SECONDS, err);
        }
        bar.setExtraMessage(
                String.format(Locale.ROOT, " %.0f images/s, loss %.4f", progress.imagesPerSecond(), progress.loss()));
        bar.stepTo(progress.step());
        if (!progress.heldOut().isEmpty()) {
            out.println(line(progress));
            out.flush();
        }
    }

    private static String line(TrainingProgress progress) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "epoch %.2f  loss %.4f ", progress.epoch(), progress.loss()));
        for (Map.Entry<String, Double> figure : progress.heldOut().entrySet()) {
            line.append(
                    figure.getKey().startsWith("accuracy")
                            ? String.format(Locale.ROOT, "  %s %.1f%%", figure.getKey(), 100 * figure.getValue())
                            : String.format(Locale.ROOT, "  %s %.5f", figure.getKey(), figure.getValue()));
        }
        return line.toString();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}

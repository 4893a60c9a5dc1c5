package dev.steadfast.standalone;

import dev.steadfast.evaluation.ImageResult;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** What one sees of a measurement while it runs, on standard error: a bar with rate and time left, and the accuracy so far. */
final class CertifyProgress implements AutoCloseable {

    private static final int MILLIS_ON_A_TERMINAL = 1_000;

    /** Where each state of the bar stays, as a line. */
    private static final int MILLIS_IN_A_FILE = 60_000;

    private static final int COLUMNS_IN_A_FILE = 140;

    private final ProgressBar bar;
    private int images;
    private int correct;
    private int abstained;

    private CertifyProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /** Begins to show, with the results that were there before; they do not count for the rate. */
    static CertifyProgress start(int images, List<ImageResult> before, PrintWriter err) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName("certify")
                .setInitialMax(images)
                .startsFrom(before.size(), Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" images", 1)
                .setSpeedUnit(ChronoUnit.MINUTES)
                .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        if (Ansi.AUTO.enabled()) {
            builder.setUpdateIntervalMillis(MILLIS_ON_A_TERMINAL);
        } else {
            builder.setUpdateIntervalMillis(MILLIS_IN_A_FILE)
                    .setConsumer(new DelegatingProgressBarConsumer(line -> printLine(line, err), COLUMNS_IN_A_FILE));
        }
        CertifyProgress progress = new CertifyProgress(builder.build());
        before.forEach(progress::count);
        return progress;
    }

    private static void printLine(String line, PrintWriter err) {
        err.println(line);
        err.flush();
    }

    /** Shows one more result. */
    void add(ImageResult result) {
        count(result);
        bar.setExtraMessage(String.format(
                Locale.ROOT, " %d%% correct, %d%% abstained", 100 * correct / images, 100 * abstained / images));
        bar.step();
    }

    private void count(ImageResult result) {
        images++;
        correct += result.correct() ? 1 : 0;
        abstained += result.abstained() ? 1 : 0;
    }

    @Override
    public void close() {
        bar.close();
    }
}

package dev.steadfast.standalone.evaluate;

import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.standalone.terminal.WorkBar;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** What one sees of a measurement while it runs, on standard error: a bar with rate and time left, and the accuracy so far. */
final class CertifyProgress implements AutoCloseable {

    private final ProgressBar bar;
    private int images;
    private int correct;
    private int abstained;

    private CertifyProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /** Begins to show, with the results that were there before; they do not count for the rate. */
    static CertifyProgress start(int images, List<ImageResult> before, PrintWriter err) {
        CertifyProgress progress =
                new CertifyProgress(WorkBar.start("certify", images, before.size(), "images", ChronoUnit.MINUTES, err));
        before.forEach(progress::count);
        return progress;
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

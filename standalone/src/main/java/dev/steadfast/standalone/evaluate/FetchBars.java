package dev.steadfast.standalone.evaluate;

import dev.steadfast.datasets.FetchProgress;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** Shows on a terminal how far a fetch is; elsewhere, one line for each thing it begins. */
final class FetchBars implements FetchProgress {
    private static final int UPDATE_MILLIS = 200;
    private static final long MEGABYTE = 1_000_000;

    private final PrintWriter err;
    private final boolean terminal;

    FetchBars(PrintWriter err) {
        this(err, Ansi.AUTO.enabled());
    }

    FetchBars(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void note(String message) {
        err.println(message);
        err.flush();
    }

    @Override
    public Step begin(String what, long bytes) {
        if (!terminal) {
            note(what + " ...");
            return total -> {};
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(bytes)
                .setUnit(" MB", MEGABYTE)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .build();
        return new Step() {
            @Override
            public void reached(long total) {
                bar.stepTo(total);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }
}

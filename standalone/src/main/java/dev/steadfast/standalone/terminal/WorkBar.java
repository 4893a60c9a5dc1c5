package dev.steadfast.standalone.terminal;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** The bar of work that takes hours: how much is done, the rate, the time left. In a file, where each state stays, a line now and then. */
public final class WorkBar {

    private static final int MILLIS_ON_A_TERMINAL = 1_000;
    private static final int MILLIS_IN_A_FILE = 60_000;
    private static final int COLUMNS_IN_A_FILE = 160;

    private WorkBar() {}

    /**
     * Begins to show.
     *
     * @param task what is done, in a word
     * @param all units in all
     * @param before units that were done before; they do not count for the rate
     * @param unit what is counted
     * @param per the rate's unit of time
     */
    public static ProgressBar start(String task, long all, long before, String unit, ChronoUnit per, PrintWriter err) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(all)
                .startsFrom(before, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" " + unit, 1)
                .setSpeedUnit(per)
                .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        if (Ansi.AUTO.enabled()) {
            return builder.setUpdateIntervalMillis(MILLIS_ON_A_TERMINAL).build();
        }
        return builder.setUpdateIntervalMillis(MILLIS_IN_A_FILE)
                .setConsumer(new DelegatingProgressBarConsumer(line -> printLine(line, err), COLUMNS_IN_A_FILE))
                .build();
    }

    private static void printLine(String line, PrintWriter err) {
        err.println(line);
        err.flush();
    }
}

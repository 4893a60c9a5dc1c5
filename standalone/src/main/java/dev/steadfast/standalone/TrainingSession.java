package dev.steadfast.standalone;

import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.training.Goal;
import dev.steadfast.training.TrainingProgress;
import dev.steadfast.training.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ExitCode;

/**
 * One training command from beginning to end: opens the data, shows the progress, and lets a signal end the run with its last step
 * saved.
 */
final class TrainingSession {
    private final PrintWriter out;

    TrainingSession(PrintWriter out) {
        this.out = out;
    }

    /** {@return the exit status} */
    int run(TrainingOptions options, Goal goal) {
        LabelledImages data = options.data();
        CountDownLatch ended = new CountDownLatch(1);
        try (TrainingRun run = TrainingRun.prepare(
                options.plan(data.height()), goal, data, options.out(), options.device(), this::show)) {
            Thread hook = new Thread(() -> stop(run, ended), "stop-training");
            Runtime.getRuntime().addShutdownHook(hook);
            Optional<Path> network = run.run();
            network.ifPresent(file -> out.println("Finished: " + file));
            return network.isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
        } finally {
            ended.countDown();
        }
    }

    private static void stop(TrainingRun run, CountDownLatch ended) {
        run.stop();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(TrainingProgress progress) {
        if (progress.heldOut().isEmpty() && progress.step() % 50 != 0) {
            return;
        }
        out.println(String.format(
                Locale.ROOT,
                "step %d/%d epoch %.2f loss %.4f rate %.3g %.0f images/s %s",
                progress.step(),
                progress.steps(),
                progress.epoch(),
                progress.loss(),
                progress.rate(),
                progress.imagesPerSecond(),
                progress.heldOut()));
        out.flush();
    }
}

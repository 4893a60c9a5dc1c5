package dev.steadfast.standalone;

import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.training.Goal;
import dev.steadfast.training.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * One training command from beginning to end: opens the data, shows the progress, and lets a signal end the run with its last step
 * saved.
 */
final class TrainingSession {
    private final PrintWriter out;
    private final PrintWriter err;

    TrainingSession(CommandLine command) {
        this.out = command.getOut();
        this.err = command.getErr();
    }

    /** {@return the exit status} */
    int run(TrainingOptions options, Goal goal) {
        LabelledImages data = options.open();
        CountDownLatch ended = new CountDownLatch(1);
        try (TrainingBar bar = new TrainingBar(out, err);
                TrainingRun run = TrainingRun.prepare(
                        options.plan(data.height()), goal, data, options.out(), options.device(), bar::show)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, ended), "stop-training"));
            Optional<Path> network = run.run();
            if (network.isEmpty()) {
                throw new StoppedException();
            }
            out.println("Trained: " + network.get());
            return ExitCode.OK;
        } finally {
            ended.countDown();
        }
    }

    /** The process must not end within a native call: that crashes it. */
    private static void stop(TrainingRun run, CountDownLatch ended) {
        run.stop();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

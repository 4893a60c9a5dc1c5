package dev.steadfast.standalone.train;

import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.standalone.command.StoppedException;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.run.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * One training command from beginning to end: opens the data, shows the progress, and lets a signal end the run with its last step
 * saved.
 */
final class TrainingSession {
    private static final long POLL_MILLIS = 50;

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
        AtomicReference<@Nullable TrainingRun> prepared = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(prepared, ended), "stop-training"));
        try (TrainingBar bar = new TrainingBar(out, err);
                TrainingRun run = TrainingRun.prepare(
                        options.plan(data.height()), goal, data, options.out(), options.device(), bar::show)) {
            prepared.set(run);
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
    private static void stop(AtomicReference<@Nullable TrainingRun> prepared, CountDownLatch ended) {
        try {
            do {
                TrainingRun run = prepared.get(); // perhaps not yet
                if (run != null) {
                    run.stop();
                }
            } while (!ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

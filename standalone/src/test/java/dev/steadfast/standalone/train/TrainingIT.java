package dev.steadfast.standalone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.standalone.ChildProcess;
import dev.steadfast.standalone.SampleFolders;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training in processes of its own, which are stopped, and killed. */
class TrainingIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldLoseNothingToASignalOrAKill() throws IOException, InterruptedException {
        // Given a run that nobody interrupts
        SampleFolders.write(folder, 4);
        try (ChildProcess whole = train("whole")) {
            assertThat(whole.awaitExit()).as(whole.output() + "").isZero();
        }
        // When another is told to stop, goes on, is killed, and goes on
        try (ChildProcess stopped = train("interrupted")) {
            awaitMeasurements(2);
            stopped.terminate();
            assertThat(stopped.awaitExit()).as(stopped.output() + "").isEqualTo(TERMINATED);
        }
        assertThat(folder.resolve("interrupted/network.pt")).doesNotExist();
        int measured = measurements();
        try (ChildProcess killed = train("interrupted")) {
            awaitMeasurements(measured + 2);
            killed.kill();
        }
        try (ChildProcess last = train("interrupted")) {
            assertThat(last.awaitExit()).as(last.output() + "").isZero();
        }
        // Then it has the weights of the first
        assertThat(digest("interrupted")).isEqualTo(digest("whole"));
    }

    private ChildProcess train(String run) throws IOException {
        return ChildProcess.steadfast(
                "train",
                "classifier",
                "--network",
                Home.folder().resolve("models/architectures/classifier-plain.pt") + "",
                "--data",
                folder + "",
                "--input",
                "32x32",
                "--batch",
                "12",
                "--held-out",
                "4",
                "--epochs",
                "8",
                "--rate",
                "0.001",
                "--out",
                folder.resolve(run) + "");
    }

    private void awaitMeasurements(int number) {
        await().atMost(PATIENCE).until(() -> measurements() >= number);
    }

    private int measurements() throws IOException {
        Path log = folder.resolve("interrupted/log.tsv");
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : new ArrayList<>();
        return Math.max(0, lines.size() - 1);
    }

    private String digest(String run) throws IOException {
        return TorchScriptArchive.normalise(folder.resolve(run).resolve("network.pt"), folder.resolve(run + ".pt"))
                .sha256();
    }
}

package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.evaluation.measurement.ResultTable;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.command.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What befalls commands that work for hours, each a process: to be killed, to be started twice, to find the disk full. */
class OfflineCommandsIT {

    private static final int SIGTERM = 128 + 15;

    /** Less than a network has. */
    private static final int KIBIBYTES = 1024;

    @TempDir
    private Path folder;

    private Path images = Path.of("");

    @BeforeEach
    void writeImages() throws IOException {
        images = folder.resolve("images");
        SampleFolders.write(images, 1);
    }

    @Test
    void shouldGoOnWhereItWasKilledAsIfItHadNotBeen() throws Exception {
        Path table = folder.resolve("killed.tsv");
        try (Resources resources = new Resources()) {
            ChildProcess first = resources.start(() -> certify(table));
            awaitImages(table, 2);
            ChildProcess second = resources.start(() -> certify(table));
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output()).anyMatch(line -> line.contains("is being written by another run"));
            first.kill();
            int begun = ResultTable.read(table).results().size();

            ChildProcess third = resources.start(() -> certify(table));
            awaitImages(table, begun + 1);
            third.terminate();
            assertThat(third.awaitExit()).isEqualTo(SIGTERM);
            ChildProcess last = resources.start(() -> certify(table));
            assertThat(last.awaitExit()).as("output:%n%s", last.output()).isZero();

            Path whole = folder.resolve("whole.tsv");
            ChildProcess uninterrupted = resources.start(() -> certify(whole));
            assertThat(uninterrupted.awaitExit()).isZero();
            assertThat(answers(table)).isEqualTo(answers(whole)).hasSize(10);
        }
    }

    @Test
    void shouldMakeNoBundleOnAFullDisk() throws Exception {
        Path bundles = Files.createDirectory(folder.resolve("bundles"));
        try (Resources resources = new Resources()) {
            ChildProcess create = resources.start(() -> ChildProcess.steadfastWithFilesUpTo(
                    KIBIBYTES,
                    "bundle",
                    "create",
                    "--classifier",
                    zoo() + "/classifier.pt",
                    "--name",
                    "mine",
                    "--bundle-version",
                    "1",
                    "--classes-from",
                    images.toString(),
                    "--input",
                    "32x32",
                    "--sigma",
                    "0.1..1.05",
                    "--precision",
                    "bf16",
                    "--out",
                    bundles.resolve("mine").toString()));

            assertThat(create.awaitExit()).as("output:%n%s", create.output()).isEqualTo(1);
            assertThat(create.output())
                    .anyMatch(line -> line.contains("The bundle cannot be made: classifier.pt"))
                    .noneMatch(line -> line.startsWith("\tat "));
        }
        assertThat(bundles).isEmptyDirectory();
    }

    @Test
    void shouldKeepTheLastCheckpointOnAFullDisk() throws Exception {
        Path run = folder.resolve("run");
        try (Resources resources = new Resources()) {
            ChildProcess begun = resources.start(() -> ChildProcess.steadfast(train(run)));
            await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(run.resolve("checkpoint.zip")));
            begun.kill();
            byte[] checkpoint = Files.readAllBytes(run.resolve("checkpoint.zip"));

            ChildProcess full = resources.start(() -> ChildProcess.steadfastWithFilesUpTo(KIBIBYTES, train(run)));

            assertThat(full.awaitExit()).as("output:%n%s", full.output()).isEqualTo(1);
            assertThat(full.output())
                    .anyMatch(line -> line.contains(run.toString()) && line.contains("File too large"))
                    .noneMatch(line -> line.startsWith("\tat "));
            assertThat(run.resolve("checkpoint.zip")).hasBinaryContent(checkpoint);
            assertThat(run).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void shouldSayInOneSentenceThatTheEnvironmentAsksForAnotherLibtorch() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("libtorch/lib"));
        Files.writeString(lib.resolve("libtorch.so"), "no library");
        String[] verify = {"bundle", "verify", zoo().toString()};
        try (Resources resources = new Resources()) {
            ChildProcess version =
                    resources.start(() -> ChildProcess.steadfastWith("PYTORCH_VERSION", "2.5.1", verify));
            ChildProcess library =
                    resources.start(() -> ChildProcess.steadfastWith("PYTORCH_LIBRARY_PATH", lib.toString(), verify));

            assertThat(version.awaitExit()).as("output:%n%s", version.output()).isEqualTo(1);
            assertThat(last(version)).startsWith("PYTORCH_VERSION is set to 2.5.1, but the engine needs libtorch ");
            assertThat(library.awaitExit()).as("output:%n%s", library.output()).isEqualTo(1);
            assertThat(last(library))
                    .startsWith("libtorch ")
                    .contains(" cannot be loaded: ")
                    .endsWith("PYTORCH_LIBRARY_PATH=" + lib);
            assertThat(library.output()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    private static String last(ChildProcess process) {
        return process.output().get(process.output().size() - 1);
    }

    private ChildProcess certify(Path table) throws IOException {
        return ChildProcess.steadfast(
                "certify",
                "--bundle",
                zoo().toString(),
                "--data",
                images.toString(),
                "--sigma",
                "0.25",
                "--samples",
                "500",
                "--out",
                table.toString());
    }

    /** A run that has more epochs than a test has time. */
    private String[] train(Path run) {
        return List.of(
                        "train",
                        "denoiser",
                        "--objective",
                        "mse",
                        "--network",
                        Home.folder()
                                .resolve("models/architectures/denoiser-lean.pt")
                                .toString(),
                        "--data",
                        images.toString(),
                        "--input",
                        "32x32",
                        "--sigma",
                        "0.25",
                        "--batch",
                        "2",
                        "--held-out",
                        "2",
                        "--rate",
                        "0.001",
                        "--epochs",
                        "100000",
                        "--checkpoint-every",
                        "1",
                        "--out",
                        run.toString())
                .toArray(String[]::new);
    }

    private static Path zoo() {
        return Home.folder().resolve("models/zoo/cifar10");
    }

    private static void awaitImages(Path table, int images) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        Files.exists(table) && Files.readString(table).lines().count() > images);
    }

    /** {@return the results without their times} */
    private static List<List<Object>> answers(Path table) {
        return ResultTable.read(table).results().stream()
                .map(result -> List.<Object>of(result.idx(), result.predict(), result.radius()))
                .toList();
    }
}

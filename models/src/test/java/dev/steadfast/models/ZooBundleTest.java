package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bundle that is shipped: real weights, bf16 arithmetic. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ZooBundleTest {
    private static final int SIGTERM = 128 + 15;

    private final ModelBundle bundle = ModelBundle.open(ZooVotes.BUNDLE);
    private final NoisyVoter voter = NoisyVoter.open(bundle, "cpu");

    @TempDir
    Path directory = Path.of("");

    @BeforeAll
    void checkThatTheProcessIsSetUpAsALauncherDoes() {
        assertThat(System.getenv()).containsEntry("OMP_WAIT_POLICY", "passive");
    }

    @AfterAll
    void closeVoter() {
        voter.close();
        bundle.close();
    }

    @Test
    void shouldHoldAManifestAsItIsWritten() throws IOException {
        bundle.manifest().write(directory);

        assertThat(directory.resolve(BundleManifest.FILE_NAME))
                .hasSameTextualContentAs(ZooVotes.BUNDLE.resolve(BundleManifest.FILE_NAME), StandardCharsets.UTF_8);
    }

    @Test
    void shouldClassifyMostImagesUnderLittleNoise() throws IOException {
        List<VoteCounts> votes = ZooVotes.votes(voter, 0.1);

        long correct = IntStream.range(0, ZooVotes.IMAGES)
                .filter(i -> leader(votes.get(i)) == ZooVotes.LABELS[i])
                .count();
        assertThat(correct).as("of 20, where about 17 are to be expected").isGreaterThanOrEqualTo(14);
        assertThat(votes).allSatisfy(counts -> assertThat(counts.invalid()).isZero());
    }

    @Test
    void shouldGiveTheSameVotesInAnotherProcess() throws IOException, InterruptedException {
        Path report = directory.resolve("once");

        Process other = start("once", report);

        assertThat(other.waitFor()).isZero();
        assertThat(Files.readAllLines(report)).isEqualTo(ZooVotes.report(voter));
    }

    @Test
    void shouldEndInOrderWhenTerminatedWhileVoting() throws IOException, InterruptedException {
        Path report = directory.resolve("forever");
        Process other = start("forever", report);
        while (other.isAlive() && !Files.exists(report)) {
            other.waitFor(50, TimeUnit.MILLISECONDS);
        }

        other.destroy();

        assertThat(other.waitFor()).as("exit status; 134 is an abort").isEqualTo(SIGTERM);
        assertThat(directory.resolve(ZooVotes.DRAINED)).exists();
    }

    private static Process start(String mode, Path report) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return new ProcessBuilder(
                        java, "-XX:+UseSerialGC", "-cp", classPath, ZooVotes.class.getName(), mode, report.toString())
                .redirectErrorStream(true)
                .redirectOutput(report.resolveSibling(mode + ".log").toFile())
                .start();
    }

    private static int leader(VoteCounts votes) {
        int[] perClass = votes.perClass();
        return IntStream.range(0, perClass.length)
                .reduce((a, b) -> perClass[b] > perClass[a] ? b : a)
                .orElseThrow();
    }
}

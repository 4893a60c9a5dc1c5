package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.GoldenLogits;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundles of integer networks that are shipped. */
class IntegerZooTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"cifar10-int8", "cifar10-black-box-int8"})
    void shouldBeWhatTheInterpreterComputes(String name) throws IOException {
        Path folder = Path.of("zoo").resolve(name);
        try (ModelBundle bundle = ModelBundle.open(folder)) {
            List<GoldenLogits> golden = bundle.manifest().goldenLogits();
            bundle.manifest().write(directory);

            assertThat(golden).hasSizeGreaterThan(1);
            assertThat(InterpretedVoter.open(bundle).goldenLogits()).isEqualTo(golden);
            assertThat(directory.resolve(BundleManifest.FILE_NAME))
                    .hasSameTextualContentAs(folder.resolve(BundleManifest.FILE_NAME), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10-int8", "cifar10-black-box-int8"})
    void shouldClassifyMostImagesUnderLittleNoise(String name) throws IOException {
        try (ModelBundle bundle = ModelBundle.open(Path.of("zoo").resolve(name));
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            List<VoteCounts> votes = ZooVotes.votes(voter, 0.1);

            long correct = IntStream.range(0, ZooVotes.IMAGES)
                    .filter(i -> 2 * votes.get(i).perClass()[ZooVotes.LABELS[i]]
                            > votes.get(i).samples())
                    .count();
            assertThat(voter.backend()).isEqualTo("integers 1");
            assertThat(correct).as("of 20, where about 17 are to be expected").isGreaterThanOrEqualTo(14);
        }
    }
}

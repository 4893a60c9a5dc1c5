package dev.steadfast.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code replay --exact} refuses, and where it ends. */
class ExactReplayTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldRefuseABundleThatIsNotOfIntegersAndSayWhatWouldDo() throws IOException {
        Path network = Home.folder().resolve("models/src/test/resources/torchscript/Brightest.pt");
        ModelFile classifier = TorchScriptArchive.normalise(network, folder.resolve("classifier.pt"));
        new BundleManifest(
                        BundleManifest.FORMAT,
                        "tiny",
                        "1",
                        BundleManifest.IMAGE_CLASSIFICATION,
                        new InputShape(3, 4, 4),
                        List.of("red", "green", "blue"),
                        8,
                        "fp32",
                        classifier,
                        Optional.empty(),
                        new SigmaRange(0.1, 1),
                        Map.of(),
                        List.of())
                .write(folder);
        try (ModelBundle bundle = ModelBundle.open(folder)) {
            NoiseKey key = NoiseKey.of(new byte[NoiseKey.BYTES]);

            assertThatThrownBy(() -> InterpretedVotes.open(bundle, new byte[48], 0.25, key))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("--exact needs a bundle whose networks are all of integers")
                    .hasMessageContaining("those of tiny 1 compute in fp32")
                    .hasMessageContaining("Replay without --exact");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--samples=9         | --samples and --max-time go with --exact, which is missing",
                "--max-time=1m       | --samples and --max-time go with --exact, which is missing",
                "--exact --samples=0 | --samples: must be at least 1, was 0",
                "--exact --max-time=later | must be a time such as 500ms",
            })
    void shouldRefuseOptionsThatMakeNoSense(String options, String message) {
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("replay", "frame-1"));
        arguments.addAll(List.of(options.split(" ")));

        int status =
                Steadfast.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.toArray(String[]::new));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void shouldCastNoMoreThanIsAskedForAndEndWhenSomebodyHasEnough() {
        List<String> calls = new ArrayList<>();
        VotesAgain votes = votes(calls);

        VoteCounts seven = new Recasting(votes, 7, () -> false, part -> {}).of(10, 100);
        VoteCounts four = new Recasting(votes, 100, () -> calls.size() == 3, part -> {}).of(0, 9);

        assertThat(seven.samples()).isEqualTo(7);
        assertThat(four.samples()).isEqualTo(4);
        assertThat(calls).containsExactly("10+4", "14+3", "0+4");
    }

    private static VotesAgain votes(List<String> calls) {
        return new VotesAgain() {
            @Override
            public int classes() {
                return 2;
            }

            @Override
            public String backend() {
                return "fake";
            }

            @Override
            public int atOnce() {
                return 4;
            }

            @Override
            public VoteCounts cast(long firstSample, int samples) {
                calls.add(firstSample + "+" + samples);
                return new VoteCounts(new int[] {samples, 0}, 0);
            }
        };
    }
}

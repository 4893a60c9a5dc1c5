package dev.steadfast.standalone.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.standalone.SampleFolders;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the shipped bundle, and one of the demo's images for each class in place of training images. */
class QuantiseCommandTest {
    private static final Path ZOO = Home.folder().resolve("models/zoo/cifar10");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldMakeABundleThatIsTheSameEverywhere() throws IOException {
        assertThat(quantise(ZOO, pictures(), "--name", "whole"))
                .as(err.toString())
                .isZero();

        BundleManifest manifest = BundleManifest.read(folder.resolve("whole"));
        assertThat(manifest.name()).isEqualTo("whole");
        assertThat(manifest.version()).endsWith("-int8");
        assertThat(manifest.precision()).isEqualTo("int8");
        assertThat(manifest.certifiedAccuracy()).isEmpty();
        assertThat(manifest.provenance()).containsKey("quantised.from").doesNotContainKey("measured.0.25");
        assertThat(out.toString()).contains("int8 inside").containsPattern("On [0-9.]+% of the noisy training images");
        assertThat(execute(List.of("bundle", "verify", folder.resolve("whole") + "")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("backend    integers 1");
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("whole", "pictures");
        }
    }

    @Test
    void shouldRefuseABundleOfIntegersAndLeaveNothing() throws IOException {
        assertThat(quantise(ZOO, pictures())).as(err.toString()).isZero();

        assertThat(execute(List.of(
                        "quantise",
                        "--bundle",
                        folder.resolve("whole") + "",
                        "--data",
                        folder.resolve("pictures") + "",
                        "--out",
                        folder.resolve("again") + "")))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("denoiser.pt: it is a network of integers already")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("again")).doesNotExist();
    }

    @Test
    void shouldRefuseImagesOfAnotherSizeAndImpossibleCounts() throws IOException {
        Path digits = Files.createDirectory(folder.resolve("digits"));
        for (String split : List.of("train", "t10k")) {
            ByteBuffer images = ByteBuffer.allocate(16 + 28 * 28)
                    .putInt(0x803)
                    .putInt(1)
                    .putInt(28)
                    .putInt(28);
            Files.write(digits.resolve(split + "-images-idx3-ubyte"), images.array());
            Files.write(
                    digits.resolve(split + "-labels-idx1-ubyte"),
                    ByteBuffer.allocate(9).putInt(0x801).putInt(1).array());
        }

        assertThat(quantise(ZOO, digits)).isEqualTo(1);
        assertThat(err.toString())
                .contains("--data must have images of 32 x 32 pixels, those of cifar10, but ")
                .contains(" has images of 28 x 28");
        assertThat(quantise(ZOO, digits, "--images", "4")).isEqualTo(2);
        assertThat(err.toString()).contains("--images must be 8 to 4096, but is 4");
    }

    private Path pictures() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        SampleFolders.write(pictures, 1);
        return pictures;
    }

    private int quantise(Path bundle, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "quantise", "--bundle", bundle + "", "--data", data + "", "--out", folder.resolve("whole") + ""));
        arguments.addAll(List.of(more));
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}

package dev.steadfast.standalone.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.GoldenLogits;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.ModelException;
import dev.steadfast.models.NoisyVoter;
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
        assertThat(out.toString())
                .contains("int8 inside")
                .containsPattern("On [0-9.]+% of other noisy training images");
        assertThat(execute(List.of("bundle", "verify", folder.resolve("whole") + "")))
                .as(err.toString())
                .isZero();
        assertThat(manifest.goldenLogits()).hasSize(4).allSatisfy(row -> assertThat(row.logits())
                .hasSize(10));
        assertThat(out.toString())
                .contains("golden     the manifest's logits of 4 known images are the interpreter's")
                .contains("backend    integers 1");
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("whole", "pictures");
        }
        shouldRefuseGoldenLogitsThatDoNotAgree(manifest);
    }

    private void shouldRefuseGoldenLogitsThatDoNotAgree(BundleManifest manifest) throws IOException {
        Path whole = folder.resolve("whole");
        List<GoldenLogits> rows = new ArrayList<>(manifest.goldenLogits());
        List<Integer> logits = new ArrayList<>(rows.get(1).logits());
        logits.set(3, logits.get(3) + 1);
        rows.set(1, new GoldenLogits(rows.get(1).sigma(), logits));
        manifest.withGoldenLogits(rows).write(whole);

        assertThat(execute(List.of("bundle", "verify", whole + ""))).isEqualTo(1);
        assertThat(err.toString())
                .contains("goldenLogits of known image 1 must be "
                        + manifest.goldenLogits().get(1).logits() + ", what the interpreter computes, but are "
                        + logits);
        try (ModelBundle opened = ModelBundle.open(whole)) {
            assertThatThrownBy(() -> NoisyVoter.open(opened, "cpu"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("those of known image 1 are " + logits + ", but PyTorch computes [");
        }
    }

    @Test
    void shouldLeaveAClassifierThatHasNoIntegerFormAsItIs() throws IOException {
        Path own = folder.resolve("own");
        Path classifier = Home.folder().resolve("models/src/test/resources/torchscript/Brightest.pt");
        assertThat(execute(List.of(
                        "bundle",
                        "create",
                        "--classifier=" + classifier,
                        "--denoiser="
                                + ZOO.resolve(BundleManifest.read(ZOO)
                                        .denoiser()
                                        .orElseThrow()
                                        .model()
                                        .file()),
                        "--name=own",
                        "--bundle-version=1",
                        "--classes=red,green,blue",
                        "--input=32x32",
                        "--batch=25",
                        "--sigma=0.1..1",
                        "--precision=fp32",
                        "--out=" + own)))
                .as(err.toString())
                .isZero();
        Path pictures = pictures();

        assertThat(quantise(own, pictures)).isEqualTo(1);
        assertThat(err.toString())
                .contains(own.resolve("classifier.pt") + " must have its weights as parameters")
                .contains("give the module as it was before torch.jit.freeze")
                .contains("--keep-classifier makes integers of the denoiser alone")
                .doesNotContain("\tat ");
        assertThat(quantise(own, pictures, "--keep-classifier"))
                .as(err.toString())
                .isZero();

        BundleManifest manifest = BundleManifest.read(folder.resolve("whole"));
        assertThat(manifest.precision()).isEqualTo("int8-fp32");
        assertThat(manifest.classifier()).isEqualTo(BundleManifest.read(own).classifier());
        assertThat(manifest.denoiser()).isNotEqualTo(BundleManifest.read(own).denoiser());
        assertThat(manifest.goldenLogits()).isEmpty();
        assertThat(out.toString())
                .contains("votes depend on the machine, as before")
                .containsPattern("On [0-9.]+% of other noisy training images");
        try (ModelBundle opened = ModelBundle.open(folder.resolve("whole"));
                NoisyVoter voter = NoisyVoter.open(opened, "cpu")) {
            assertThat(voter.backend()).startsWith("PyTorch ").contains("; int8-fp32; batch 25; probe ");
        }
    }

    @Test
    void shouldRefuseToKeepAClassifierThatHasNoDenoiser() throws IOException {
        Path own = folder.resolve("own");
        assertThat(execute(List.of(
                        "bundle",
                        "create",
                        "--classifier=" + Home.folder().resolve("models/src/test/resources/torchscript/Gated.pt"),
                        "--name=own",
                        "--bundle-version=1",
                        "--classes=red,green,blue",
                        "--input=4x4",
                        "--sigma=0.1..1",
                        "--precision=fp32",
                        "--out=" + own)))
                .as(err.toString())
                .isZero();
        Path pictures = pictures();

        assertThat(quantise(own, pictures, "--keep-classifier")).isEqualTo(1);
        assertThat(err.toString()).contains("own must have a denoiser if its classifier is to stay as it is");
        assertThat(quantise(own, pictures)).isEqualTo(1);
        assertThat(err.toString())
                .contains("torch.silu_, at line 4 of code/__torch__/torch/nn/functional.py, has no integer form")
                .doesNotContain("--keep-classifier makes");
    }

    @Test
    void shouldRefuseABundleOfIntegersAndLeaveNothing() throws IOException {
        assertThat(quantise(Home.folder().resolve("models/zoo/cifar10-int8"), pictures()))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("denoiser.pt: it is a network of integers already")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("whole")).doesNotExist();
        assertThat(folder.resolve("whole.raw")).doesNotExist();
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

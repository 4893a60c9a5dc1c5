package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The untrained networks in {@code models/architectures}. */
class ArchitecturesTest {
    private static final Path ARCHITECTURES = Path.of("architectures");
    private static final Shape IMAGES = new Shape(3, 3, 32, 32);
    private static final Shape LOGITS = new Shape(3, 10);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classifier-residual",
                "classifier-plain",
                "classifier-resnet20",
                "classifier-resnet10",
                "classifier-resnet8",
                "paper-resnet110-fp32"
            })
    void shouldGiveALogitForEachClass(String name) {
        try (Network network = load(name);
                NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            NDArray logits = network.forward(LOGITS, manager.ones(IMAGES));

            assertThat(logits.sum().getFloat()).as("weights are not drawn yet").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"denoiser-dncnn", "paper-dncnn-fp32"})
    void shouldTakeNoiseFromImages(String name) {
        try (Network network = load(name);
                NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            NDArray denoised = network.forward(IMAGES, manager.ones(IMAGES));

            assertThat(denoised.mean().getFloat()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"denoiser-lean", "denoiser-encoder"})
    void shouldTellADenoiserSigma(String name) {
        try (Network network = load(name);
                NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            NDArray denoised =
                    network.forward(IMAGES, manager.ones(IMAGES), manager.full(new Shape(3, 1, 1, 1), 0.25f));

            assertThat(denoised.mean().getFloat()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 32", "97, 61", "224, 224", "640, 33"})
    void shouldDenoisePhotographsOfAnySize(int height, int width) {
        Shape shape = new Shape(2, 3, height, width);
        try (Network network = load("denoiser-patches");
                NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            NDArray denoised = network.forward(shape, manager.ones(shape), manager.full(new Shape(2, 1, 1, 1), 0.25f));

            assertThat(denoised.mean().getFloat())
                    .as("weights are not drawn yet")
                    .isEqualTo(0.5f);
        }
    }

    @Test
    void shouldTellAClassifierOfNoisyImagesSigma() {
        try (Network network = load("classifier-noisy");
                NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            NDArray logits = network.forward(LOGITS, manager.ones(IMAGES), manager.full(new Shape(3, 1, 1, 1), 0.25f));

            assertThat(logits.sum().getFloat()).as("weights are not drawn yet").isZero();
        }
    }

    /** What is made of the weights once is what was made of them in each pass, to the last bit. */
    @ParameterizedTest
    @ValueSource(strings = {"classifier", "denoiser"})
    void shouldComputeTheSameOncePrepared(String name) throws IOException, MalformedModelException {
        try (Model model = Model.newInstance(name, Device.cpu(), PyTorchRuntime.ENGINE);
                NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            model.load(ZooVotes.BUNDLE.resolve(name + ".pt"));
            PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
            JniUtils.enableInferenceMode(module);
            NDList inputs = new NDList(manager.randomUniform(0, 1, IMAGES));
            if (name.equals("denoiser")) {
                inputs.add(manager.full(new Shape(3, 1, 1, 1), 0.25f));
            }
            ParameterStore weights = new ParameterStore(manager, false);
            float[] asLoaded =
                    module.forward(weights, inputs, false).singletonOrThrow().toFloatArray();

            IValueUtils.runMethod(module, "prepare").close();

            assertThat(module.forward(weights, inputs, false).singletonOrThrow().toFloatArray())
                    .isEqualTo(asLoaded);
        }
    }

    /** Another version of PyTorch may write the same network in other words. */
    @Test
    void shouldBeWhatTheScriptExports() throws IOException, InterruptedException {
        if (!python("-c", "import torch; print(torch.__version__)").startsWith("1.13.")) {
            System.out.println("Skipped: shouldBeWhatTheScriptExports needs PyTorch 1.13 (Debian 12's python3-torch)");
            Assumptions.abort("needs PyTorch 1.13");
        }
        Path exported = folder.resolve("not/there/yet");

        String log = python(ARCHITECTURES.resolve("export.py").toString(), exported.toString());

        assertThat(exported).as(log).isDirectoryContaining("glob:**/denoiser-lean.pt");
        try (var files = Files.newDirectoryStream(exported, "*.pt")) {
            for (Path file : files) {
                assertThat(file).hasSameBinaryContentAs(ARCHITECTURES.resolve(file.getFileName()));
            }
        }
    }

    /** {@return what it prints} */
    private String python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-B"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("python.log");
        try {
            Process python = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(python.waitFor(3, TimeUnit.MINUTES)).isTrue();
            return Files.readString(log);
        } catch (IOException e) {
            return "no Python: " + e;
        }
    }

    private static Network load(String name) {
        return Network.load(ARCHITECTURES.resolve(name + ".pt"), ComputeDevice.named("cpu"), ModuleMethod.PREPARE);
    }
}

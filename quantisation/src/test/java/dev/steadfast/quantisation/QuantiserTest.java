package dev.steadfast.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.models.IntegerModules;
import dev.steadfast.models.ModuleMethod;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.quantisation.Quantiser.Quantised;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped bundle, quantised on pictures that are none: what is compared here must hold for any. */
@TestInstance(Lifecycle.PER_CLASS)
class QuantiserTest {
    private static final Path ZOO = Path.of("../models/zoo/cifar10");
    private static final int IMAGE = 3 * 32 * 32;
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    @TempDir
    private static Path folder = Path.of("");

    private Quantised quantised;

    @BeforeAll
    void quantiseTheShippedBundle() throws IOException {
        try (ModelBundle bundle = ModelBundle.open(ZOO)) {
            List<byte[]> images = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                images.add(picture(i));
            }
            quantised = Quantiser.quantise(bundle, images);
            BundleManifest was = bundle.manifest();
            ModelFile denoiser = write(quantised.denoiser().orElseThrow(), "denoiser.pt");
            new BundleManifest(
                            was.format(),
                            was.name(),
                            was.version(),
                            was.task(),
                            was.input(),
                            was.classes(),
                            was.batch(),
                            "int8",
                            write(quantised.classifier(), "classifier.pt"),
                            Optional.of(new Denoiser(denoiser, true)),
                            was.sigma(),
                            was.provenance(),
                            List.of())
                    .write(folder);
        }
    }

    @Test
    void shouldComputeNearlyWhatTheNetworksDid() {
        assertThat(quantised.losses())
                .hasSizeGreaterThan(40)
                .allSatisfy(loss -> assertThat(loss.decibel()).as(loss.place()).isGreaterThan(12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 1.05})
    void shouldCastTheVotesThatTheInterpreterCasts(double sigma) throws IOException {
        int samples = 12;
        byte[] image = picture(99);
        try (ModelBundle bundle = ModelBundle.open(folder);
                NoisyVoter engine = NoisyVoter.open(bundle, "cpu")) {
            VoteCounts votes = engine.vote(List.of(new VoteRequest(image, sigma, KEY, 5, samples)))
                    .get(0);

            assertThat(engine.backend()).isEqualTo("integers 1");
            assertThat(InterpretedVoter.open(bundle).vote(image, sigma, KEY, 5, samples))
                    .isEqualTo(votes);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ../models/src/test/resources/torchscript/Gated.pt | torch.silu_, at line 4 of code/__torch__/torch/nn/functional.py, has no integer form
                ../models/src/test/resources/torchscript/Squashed.pt | as it was before torch.jit.freeze
        ../models/architectures/denoiser-dncnn.pt | DnCnn
        ../models/architectures/integer-network.pt | a network of integers already
        """)
    void shouldNameWhatHasNoIntegerForm(String file, String named) {
        assertThatThrownBy(() -> RealNetworkReader.read(Path.of(file)))
                .isInstanceOf(QuantisationException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classifier-noisy", "classifier-plain", "classifier-resnet20", "denoiser-encoder"})
    void shouldQuantiseOurArchitecturesWithAnyWeights(String name) throws IOException, MalformedModelException {
        Path file = folder.resolve(name + ".pt");
        try (Model model = Model.newInstance(name, Device.cpu(), PyTorchRuntime.ENGINE);
                NDManager manager = PyTorchRuntime.engine().newBaseManager(Device.cpu())) {
            model.load(Path.of("../models/architectures", name + ".pt"));
            PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
            ModuleMethod.INITIALISE.runIfThere(module);
            try (OutputStream out = Files.newOutputStream(file)) {
                JniUtils.writeModule(module, out, false);
            }
            SigmaRange range = new SigmaRange(0.1, 1.05);
            List<byte[]> images =
                    IntStream.range(0, 8).mapToObj(QuantiserTest::picture).toList();
            NoisyImages noisy = NoisyImages.of(new InputShape(3, 32, 32), images, range);

            Calibration.Result result = new Calibration(RealNetworkReader.read(file), noisy, range, manager).run();

            assertThat(result.losses()).hasSizeGreaterThan(7).allSatisfy(loss -> assertThat(loss.error())
                    .as(loss.place())
                    .isLessThanOrEqualTo(0.05 * loss.power()));
        }
    }

    /** Smooth, and of several colours. */
    private static byte[] picture(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] image = new byte[IMAGE];
        for (int channel = 0; channel < 3; channel++) {
            double frequency = random.nextDouble(0.05, 0.6);
            double phase = random.nextDouble(6);
            for (int i = 0; i < 32 * 32; i++) {
                int row = i / 32;
                double wave = Math.sin(frequency * (i % 32) + phase) * Math.cos(frequency * row);
                image[channel * 32 * 32 + i] = (byte) (128 + 110 * wave);
            }
        }
        return image;
    }

    private static ModelFile write(IntegerNetwork network, String name) throws IOException {
        Path raw = folder.resolve(name + ".raw");
        IntegerModules.write(network, raw);
        ModelFile file = TorchScriptArchive.normalise(raw, folder.resolve(name));
        Files.delete(raw);
        return file;
    }
}

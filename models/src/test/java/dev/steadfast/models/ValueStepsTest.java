package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ChannelOrder;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.PixelRange;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.bundles.Preprocessing;
import dev.steadfast.bundles.PreprocessingPreset;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueStepsTest {
    private static final InputShape SHAPE = new InputShape(3, 4, 4);

    @TempDir
    private Path folder;

    /** By the published formulas, of a pixel of 0.2 red, 0.5 green and 1.5 blue: noise goes beyond white. */
    @ParameterizedTest
    @CsvSource({
        "TORCHVISION, -1.244541485, 0.1964285714, 4.8622222222",
        "CAFFE, 278.561, 10.721, -72.68",
        "TF, -0.6, 0.0, 2.0"
    })
    void shouldChangeValuesAsPublishedClassifiersWantThem(PreprocessingPreset preset, float a, float b, float c) {
        try (NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            NDArray image = manager.create(new float[] {0.2f, 0.5f, 1.5f}, new Shape(1, 3, 1, 1));

            NDArray given = new ValueSteps(preset.pixelValues()).apply(image);

            assertThat(given.getShape()).isEqualTo(image.getShape());
            float[] values = given.toFloatArray();
            assertThat(values[0]).isCloseTo(a, within(1e-4f));
            assertThat(values[1]).isCloseTo(b, within(1e-4f));
            assertThat(values[2]).isCloseTo(c, within(1e-4f));
            assertThat(image.toFloatArray()).containsExactly(0.2f, 0.5f, 1.5f);
        }
    }

    /** The networks, the denoiser's images and the noise are the same; the classifier is told other colours. */
    @Test
    void shouldStandBetweenDenoiserAndClassifier() throws IOException {
        Path plain = TinyBundle.colours().withDenoiser("Negative", false).write(folder, "Brightest");
        Path changed = TinyBundle.colours().withDenoiser("Negative", false).write(folder, "Brightest");
        BundleManifest.read(changed)
                .withPreprocessing(new Preprocessing(
                        Optional.empty(),
                        new PixelValues(
                                PixelRange.BYTE, ChannelOrder.BGR, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))))
                .write(changed);
        VoteRequest request = new VoteRequest(Images.grey(SHAPE), 0.25, NoiseKey.of(new byte[NoiseKey.BYTES]), 0, 60);

        List<SampleView> before = views(plain, request);
        List<SampleView> after = views(changed, request);

        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).noisy()).isEqualTo(before.get(i).noisy());
            assertThat(after.get(i).denoised()).isEqualTo(before.get(i).denoised());
            assertThat(after.get(i).vote().orElseThrow())
                    .isEqualTo(2 - before.get(i).vote().orElseThrow());
        }
    }

    private static List<SampleView> views(Path folder, VoteRequest request) {
        try (ModelBundle bundle = ModelBundle.open(folder);
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            return voter.view(request);
        }
    }

    @Test
    void shouldAnswerToCleanImagesAsItIsTold() throws IOException {
        try (ModelBundle bundle = TinyBundle.colours().open(folder, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            List<byte[]> images = List.of(
                    Images.of(SHAPE, 200, 10, 10),
                    Images.of(SHAPE, 10, 10, 200),
                    Images.grey(SHAPE),
                    Images.of(SHAPE, 10, 200, 10),
                    Images.of(SHAPE, 200, 10, 10),
                    Images.of(SHAPE, 200, 10, 10),
                    Images.of(SHAPE, 200, 10, 10),
                    Images.of(SHAPE, 200, 10, 10),
                    Images.of(SHAPE, 10, 10, 200));

            assertThat(voter.cleanAnswers(images, PixelValues.AS_THEY_ARE)).containsExactly(0, 2, -1, 1, 0, 0, 0, 0, 2);
            assertThat(voter.cleanAnswers(
                            images,
                            new PixelValues(
                                    PixelRange.UNIT, ChannelOrder.BGR, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))))
                    .containsExactly(2, 0, -1, 1, 2, 2, 2, 2, 0);
        }
    }
}

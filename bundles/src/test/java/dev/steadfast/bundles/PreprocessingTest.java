package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.Interpolation;
import dev.steadfast.images.ResizedCrop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessingTest {
    private static final InputShape INPUT = new InputShape(3, 4, 5);
    private static final InputShape IMAGE_NET = new InputShape(3, 224, 224);

    /** {@code sha256sum} of the canonical text of {@link BundleFixture#manifest()} and the two lines. */
    private static final String KNOWN_DIGEST = "6c70c704b82bda6d394425c159bbb398afb3aa2532dd87efa16997dc9a02dd19";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItWrote(PreprocessingPreset preset) throws IOException {
        BundleManifest manifest = BundleFixture.manifest().withPreprocessing(preset.of(INPUT));

        manifest.write(folder);

        assertThat(BundleManifest.read(folder)).isEqualTo(manifest);
        assertThat(manifest.digest()).isNotEqualTo(BundleFixture.manifest().digest());
    }

    @Test
    void shouldHaveTheDigestOfItsCanonicalText() {
        // resize 4 5 bilinear
        // values 0..1 rgb mean 3fdf0a3d70a3d70a 3fdd2f1a9fbe76c9 3fd9fbe76c8b4396 std 3fcd4fdf3b645a1d 3fccac083126e979
        // 3fcccccccccccccd
        assertThat(BundleFixture.manifest()
                        .withPreprocessing(PreprocessingPreset.TORCHVISION.of(INPUT))
                        .digest())
                .isEqualTo(KNOWN_DIGEST);
    }

    @Test
    void shouldLeaveManifestsAsTheyWereThatSayNothingOfIt() {
        BundleManifest manifest = BundleFixture.manifest();

        assertThat(manifest.json()).doesNotContain("preprocessing");
        assertThat(manifest.canonicaliser()).isEqualTo(Canonicaliser.covering(4, 5));
        assertThat(manifest.preprocessing().leavesValues()).isTrue();
    }

    @Test
    void shouldResizeAsPublishedRecipesDo() {
        assertThat(PreprocessingPreset.TIMM.of(IMAGE_NET).canonicaliser(IMAGE_NET))
                .isEqualTo(new ResizedCrop(224, 224, 256, 256, Interpolation.BICUBIC));
        assertThat(Resize.of(IMAGE_NET, 0.9, Interpolation.BILINEAR))
                .isEqualTo(new Resize(248, 248, Interpolation.BILINEAR));
        assertThat(Resize.of(IMAGE_NET, 0.9655, Interpolation.BILINEAR))
                .isEqualTo(new Resize(232, 232, Interpolation.BILINEAR));
        assertThat(Resize.of(IMAGE_NET, 1, Interpolation.BILINEAR))
                .isEqualTo(new Resize(224, 224, Interpolation.BILINEAR));
    }

    @Test
    void shouldChangeValuesAsPublishedRecipesDo() {
        PixelValues caffe = PreprocessingPreset.CAFFE.pixelValues();
        PixelValues tf = PreprocessingPreset.TF.pixelValues();

        assertThat(caffe.channels()).isEqualTo(ChannelOrder.BGR);
        assertThat(0.5 * caffe.factor(0) + caffe.summand(0)).isEqualTo(127.5 - 103.939);
        assertThat(0.0 * tf.factor(1) + tf.summand(1)).isEqualTo(-1);
        assertThat(1.0 * tf.factor(1) + tf.summand(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "height" : 4,  | "height" : 3,  | a picture must be resized to 4 x 5 pixels or more, was 3 x 5
                    "height" : 4,  | "height" : 0,  | preprocessing.resize.height must be 1 to 8192, but is 0
                    bilinear       | lanczos        | preprocessing.resize.interpolation must be bilinear or bicubic, but is "lanczos"
                    0..1           | 0..2           | range must be 0..1, 0..255 or -1..1, but is "0..2"
                    "rgb"          | "grey"         | channels must be rgb or bgr, but is "grey"
                    0.229          | 0              | preprocessing.values.std must be a number above 0 for each of 3 channels, but is [0.0, 0.224, 0.225]
                    0.485,         | ``             | preprocessing.values.mean must be a number for each of 3 channels, but is [0.456, 0.406]
                    0.485          | "0.485"        | preprocessing.values.mean[0] must be a number, but is "0.485"
                    "values"       | "value"        | preprocessing.value
                    """)
    void shouldRefuseWhatIsWrong(String from, String to, String message) throws IOException {
        BundleFixture.manifest()
                .withPreprocessing(PreprocessingPreset.TORCHVISION.of(INPUT))
                .write(folder);
        Path file = folder.resolve(BundleManifest.FILE_NAME);
        String text = Files.readString(file);
        int at = text.indexOf(from, text.indexOf("preprocessing"));
        assertThat(at).isPositive();
        Files.writeString(file, text.substring(0, at) + (to == null ? "" : to) + text.substring(at + from.length()));

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleManifest.read(folder))
                .withMessageContaining(message);
    }

    @Test
    void shouldRefuseAFractionThatIsNone() {
        for (double fraction : new double[] {0, -1, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Resize.of(INPUT, fraction, Interpolation.BILINEAR))
                    .withMessage("crop-fraction must be above 0, and at most 1, but is " + fraction);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resize.of(IMAGE_NET, 1e-9, Interpolation.BILINEAR))
                .withMessageContaining("preprocessing.resize.height must be 1 to 8192");
    }

    @Test
    void shouldDoNothingUnlessAsked() {
        assertThat(new Preprocessing(
                        Optional.empty(),
                        new PixelValues(
                                PixelRange.UNIT, ChannelOrder.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))))
                .isEqualTo(Preprocessing.NONE);
    }
}

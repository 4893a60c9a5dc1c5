package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleManifestTest {
    /** SHA-256 of the canonical text of {@link BundleFixture#manifest()}, computed with {@code sha256sum}. */
    private static final String KNOWN_DIGEST = "4fc7533236c12034b4564613dfe4c075c477d083899b72e909a9cba6a89fd98f";

    private static final String GOLDEN_DIGEST = "4ef95d40b57451da51a1058788423655e83dc62b2bc0f9f6782d4327033f81a2";

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldReadWhatItWrote() throws IOException {
        BundleManifest manifest =
                BundleFixture.manifest(Map.of("weights", "made up"), List.of(BundleFixture.measured()));

        manifest.write(directory);

        assertThat(BundleManifest.read(directory)).isEqualTo(manifest);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.0005, 1.0E-7, 12_345_678.5})
    void shouldReadAnyRadiusThatItWrote(double radius) throws IOException {
        MeasuredAccuracy row =
                new MeasuredAccuracy(0.25, 100, 1000, 0.001, 500, 5, new TreeMap<>(Map.of(radius, 12.5)));
        BundleManifest manifest = BundleFixture.manifest(Map.of(), List.of(row));

        manifest.write(directory);

        assertThat(BundleManifest.read(directory)).isEqualTo(manifest);
    }

    @Test
    void shouldReadTheManifestOfABundleWithoutItsWeights() throws IOException {
        Path folder = BundleFixture.folder(directory);
        Files.delete(folder.resolve("classifier.pt"));
        Files.delete(folder.resolve("denoiser.pt"));

        assertThat(BundleManifest.read(folder)).isEqualTo(BundleFixture.manifest());
        assertThat(BundleManifest.read(BundleFixture.zip(folder, ""))).isEqualTo(BundleFixture.manifest());
    }

    @Test
    void shouldHaveTheDigestOfItsCanonicalText() {
        assertThat(BundleFixture.manifest().digest()).isEqualTo(KNOWN_DIGEST);
    }

    @Test
    void shouldKeepItsDigestWhenItIsMeasured() {
        BundleManifest measured =
                BundleFixture.manifest(Map.of("weights", "told otherwise"), List.of(BundleFixture.measured()));

        assertThat(measured.digest()).isEqualTo(KNOWN_DIGEST);
    }

    @Test
    void shouldReadGoldenLogitsAndHaveThemInItsDigest() throws IOException {
        BundleManifest golden =
                BundleFixture.manifest().withGoldenLogits(List.of(new GoldenLogits(0.25, List.of(16_777_215, -3))));

        golden.write(directory);

        assertThat(BundleManifest.read(directory)).isEqualTo(golden);
        assertThat(Files.readString(directory.resolve("bundle.json"))).contains("\"logits\" : [16777215, -3]");
        // By sha256sum, of the known text and the line: golden 3fd0000000000000 16777215 -3
        assertThat(golden.digest()).isEqualTo(GOLDEN_DIGEST);
        assertThat(golden.annotated(Map.of(), List.of()).digest()).isEqualTo(GOLDEN_DIGEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "16777215, -3 | 16777215     | 'goldenLogits.logits must be a logit for each of 2 classes, but is [16777215]'",
                "16777215, -3 | 16777216, -3 | 'goldenLogits.logits must be -16777215 to 16777215, but is 16777216'",
                "16777215, -3 | 1.5, -3      | 'goldenLogits[0].logits[0] must be a whole number, but is 1.5'",
                "0.25         | 0            | 'goldenLogits.sigma must be 0.01 to 4.0, but is 0.0'",
            })
    void shouldNameWhatIsWrongWithGoldenLogits(String from, String to, String message) throws IOException {
        BundleFixture.manifest()
                .withGoldenLogits(List.of(new GoldenLogits(0.25, List.of(16_777_215, -3))))
                .write(directory);
        BundleFixture.editManifest(directory, from, to);

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleManifest.read(directory))
                .withMessageContaining(message);
    }

    @Test
    void shouldReadVariantsAndHaveThemInItsDigest() throws IOException {
        BundleManifest offering = BundleFixture.manifest().withVariants(List.of(BundleFixture.variant("bf16")));

        offering.write(directory);

        assertThat(BundleManifest.read(directory)).isEqualTo(offering);
        // The text of the documentation, line by line.
        assertThat(offering.digest())
                .isEqualTo(Sha256.of(String.join(
                        "\n",
                        "steadfast-bundle 1",
                        "input 3 4 5",
                        "batch 8",
                        "precision fp32",
                        "class cat",
                        "class dog",
                        "classifier " + Sha256.of(BundleFixture.CLASSIFIER_TEXT),
                        "denoiser " + Sha256.of(BundleFixture.DENOISER_TEXT) + " takesSigma=true",
                        "variant bf16 classifier " + Sha256.of("classifier bf16") + " denoiser "
                                + Sha256.of("denoiser bf16"),
                        "")));
        assertThat(offering.digest()).isNotEqualTo(BundleFixture.manifest().digest());
    }

    @Test
    void shouldNameWhatIsWrongWithVariants() {
        BundleManifest manifest = BundleFixture.manifest();
        Variant bf16 = BundleFixture.variant("bf16");

        assertThatThrownBy(() -> manifest.withVariants(List.of(BundleFixture.variant("fp32"))))
                .hasMessageContaining("variants.precision must be another one")
                .hasMessageContaining("fp32");
        assertThatThrownBy(() -> manifest.withVariants(List.of(bf16, bf16))).hasMessageContaining("but is \"bf16\"");
        assertThatThrownBy(
                        () -> manifest.withVariants(List.of(new Variant("bf16", bf16.classifier(), Optional.empty()))))
                .hasMessageContaining("variants.denoiser must be there");
        assertThatThrownBy(() -> manifest.withGoldenLogits(List.of(new GoldenLogits(0.25, List.of(1, 2))))
                        .withVariants(List.of(bf16)))
                .hasMessageContaining("variants must be none where there are goldenLogits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"batch\" : 8            | \"batch\" : 9",
                "\"width\" : 5            | \"width\" : 6",
                "\"fp32\"                 | \"bf16\"",
                "\"cat\"                  | \"lynx\"",
                "\"takesSigma\" : true    | \"takesSigma\" : false",
                "\"sha256\" : \"2b83b423 | \"sha256\" : \"00000000",
                "\"sha256\" : \"8c8c19f4 | \"sha256\" : \"00000000",
            })
    void shouldChangeItsDigestWithTheFunction(String from, String to) throws IOException {
        Path folder = BundleFixture.folder(directory);

        BundleFixture.editManifest(folder, from, to);

        assertThat(BundleManifest.read(folder).digest()).isNotEqualTo(KNOWN_DIGEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"format\" : 1           | \"format\" : 2           | 'format must be 1, but is 2'",
                "\"batch\" : 8            | \"batch\" : 0            | 'batch must be 1 to 65536, but is 0'",
                "\"batch\" : 8            | \"batch\" : 8.5          | 'batch must be a whole number, but is 8.5'",
                "\"batch\" : 8,           | ''                       | 'batch is missing'",
                "\"name\" : \"pets\"      | \"name\" : \"my/pets\"   | 'name must be 1 to 128 of the characters'",
                "\"channels\" : 3         | \"channels\" : 1         | 'input.channels must be 3, but is 1'",
                "\"height\" : 4           | \"hieght\" : 4           | 'input.height is missing'",
                "\"height\" : 4           | \"height\" : 4, \"depth\" : 1 | 'input.depth'",
                "\"dog\"                  | \"cat\"                  | 'classes must be labels that all differ'",
                "\"cat\",                 | ''                       | 'classes must be at least 2 labels'",
                "\"cat\"                  | \"c\\nt\"                | 'classes must be one line of text'",
                "\"classifier.pt\"        | \"../classifier.pt\"     | 'file must be 1 to 128 of the characters'",
                "\"classifier.pt\"        | \"/etc/passwd\"          | 'file must be 1 to 128 of the characters'",
                "\"classifier.pt\"        | \"bundle.json\"          | 'file must be another file than the manifest'",
                "\"takesSigma\" : true    | \"takesSigma\" : \"yes\" | 'denoiser.takesSigma must be true or false'",
                "\"min\" : 0.1            | \"min\" : 0              | 'sigma.min must be above 0'",
                "\"max\" : 1.0            | \"max\" : 0.05           | 'sigma.max must be at least sigma.min (0.1)'",
                "\"provenance\"           | \"origin\"               | 'provenance is missing'",
                "\"image-classification\" | \"detection\"            | 'task must be \"image-classification\"'",
                "\"format\" : 1           | \"format\" : 1, \"speed\" : 9 | 'a key must be one that this format knows'",
                "\"format\" : 1           | \"format\" : 1, \"format\" : 1 | 'Duplicate field'",
                "\"format\" : 1           | \"format\" : one         | 'is not JSON'",
            })
    void shouldNameKeyRuleAndValueOfWhatIsWrong(String from, String to, String message) throws IOException {
        Path folder = BundleFixture.folder(directory);
        BundleFixture.editManifest(folder, from, to);

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleManifest.read(folder))
                .withMessageStartingWith(folder + ": bundle.json")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.BAD_MANIFEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.25", "NaN", "1e3", "near"})
    void shouldRefuseARadiusThatIsNone(String radius) throws IOException {
        BundleFixture.manifest(Map.of(), List.of(BundleFixture.measured())).write(directory);
        BundleFixture.editManifest(directory, "\"0.25\"", "\"" + radius + "\"");

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleManifest.read(directory))
                .withMessageContaining("percentByRadius must be keyed by radii such as \"0.25\", but is \"" + radius);
    }

    @Test
    void shouldRefuseAManifestThatIsNoPageOfText() throws IOException {
        Files.writeString(directory.resolve("bundle.json"), " ".repeat(BundleSource.MOST_MANIFEST_BYTES + 1));

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleManifest.read(directory))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
    }
}

package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldOpenAFolderInPlace() throws IOException {
        Path folder = BundleFixture.folder(directory);

        try (ModelBundle bundle = ModelBundle.open(folder)) {
            assertThat(bundle.classifier()).isEqualTo(folder.resolve("classifier.pt"));
            assertThat(bundle.denoiser()).contains(folder.resolve("denoiser.pt"));
            assertThat(bundle.digest()).isEqualTo(BundleFixture.manifest().digest());
        }

        assertThat(folder.resolve("classifier.pt")).exists();
    }

    @Test
    void shouldUnpackAnArchiveAndRemoveWhatItUnpacked() throws IOException {
        Path zip = BundleFixture.zip(BundleFixture.folder(directory), "");

        ModelBundle bundle = ModelBundle.open(zip);
        Path classifier = bundle.classifier();

        assertThat(classifier).hasContent(BundleFixture.CLASSIFIER_TEXT);
        assertThat(bundle.denoiser().orElseThrow()).hasContent(BundleFixture.DENOISER_TEXT);
        bundle.close();
        bundle.close();
        assertThat(classifier.getParent()).doesNotExist();
        assertThat(zip).exists();
    }

    @Test
    void shouldGiveTheNetworksOfEachPrecisionUnderOneDigest() throws IOException {
        Path folder = BundleFixture.folderOfTwo(directory);

        try (ModelBundle bundle = ModelBundle.open(BundleFixture.zip(folder, ""))) {
            assertThat(bundle.offered())
                    .extracting(each -> each.manifest().precision())
                    .containsExactly("fp32", "bf16");
            ModelBundle other = bundle.in("bf16");
            assertThat(other.classifier()).hasContent("classifier bf16");
            assertThat(other.denoiser().orElseThrow()).hasContent("denoiser bf16");
            assertThat(other.manifest().denoiser().orElseThrow().takesSigma()).isTrue();
            assertThat(other.digest()).isEqualTo(bundle.digest());
            assertThat(List.of(bundle, bundle.in("fp32"), other)).allMatch(ModelBundle::isOneOfSeveral);
            assertThatThrownBy(() -> bundle.in("int8"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("precision must be one that pets offers, fp32 or bf16, but is int8");
        }
    }

    @Test
    void shouldGiveEachPrecisionThePreprocessingOfTheBundle() throws IOException {
        Path folder = BundleFixture.folderOfTwo(directory);
        BundleManifest manifest = BundleManifest.read(folder);
        manifest.withPreprocessing(PreprocessingPreset.CAFFE.of(manifest.input()))
                .write(folder);

        try (ModelBundle bundle = ModelBundle.open(folder)) {
            assertThat(bundle.offered()).hasSize(2).allMatch(each -> each.manifest()
                    .preprocessing()
                    .equals(PreprocessingPreset.CAFFE.of(manifest.input())));
        }
    }

    @Test
    void shouldCheckTheFilesOfVariantsToo() throws IOException {
        Path folder = BundleFixture.folderOfTwo(directory);
        Files.writeString(folder.resolve("denoiser-bf16.pt"), "other weights");

        assertRefused(Problem.CHECKSUM_MISMATCH, "SHA-256 of denoiser-bf16.pt must be", () -> ModelBundle.open(folder));
    }

    @Test
    void shouldRefuseAFlippedBit() throws IOException {
        Path folder = BundleFixture.folder(directory);
        byte[] weights = Files.readAllBytes(folder.resolve("denoiser.pt"));
        weights[3] ^= 1;
        Files.write(folder.resolve("denoiser.pt"), weights);

        assertRefused(Problem.CHECKSUM_MISMATCH, "SHA-256 of denoiser.pt must be", () -> ModelBundle.open(folder));
        Path zip = BundleFixture.zip(folder, "");
        assertRefused(Problem.CHECKSUM_MISMATCH, "SHA-256 of denoiser.pt must be", () -> ModelBundle.open(zip));
    }

    @Test
    void shouldRefuseABundleWithoutAllItsFiles() throws IOException {
        Path folder = BundleFixture.folder(directory);
        Files.delete(folder.resolve("classifier.pt"));

        assertRefused(Problem.MISSING_FILE, "classifier.pt, which the manifest names", () -> ModelBundle.open(folder));
        Path zip = BundleFixture.zip(folder, "");
        assertRefused(Problem.MISSING_FILE, "classifier.pt, which the manifest names", () -> ModelBundle.open(zip));
    }

    @Test
    void shouldSayWhatIsNoBundle() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path text = Files.writeString(directory.resolve("notes.txt"), "not a zip archive");

        assertRefused(Problem.NOT_FOUND, "absent does not exist", () -> ModelBundle.open(directory.resolve("absent")));
        assertRefused(Problem.NO_MANIFEST, "empty has no bundle.json", () -> ModelBundle.open(empty));
        assertRefused(Problem.BAD_ARCHIVE, "must be a zip archive or a folder", () -> ModelBundle.open(text));
    }

    @Test
    void shouldRefuseAnArchiveOfTheFolderInsteadOfItsFiles() throws IOException {
        Path zip = BundleFixture.zip(BundleFixture.folder(directory), "pets/");

        assertRefused(Problem.NO_MANIFEST, "folder around the files was zipped", () -> ModelBundle.open(zip));
    }

    @Test
    void shouldWriteNothingOutsideItsFolderWhateverAnArchiveHolds() throws IOException {
        Path folder = BundleFixture.folder(directory);
        Path zip = directory.resolve("slip.zip");
        try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : new String[] {"bundle.json", "classifier.pt", "denoiser.pt"}) {
                entries.putNextEntry(new ZipEntry(name));
                Files.copy(folder.resolve(name), entries);
            }
            entries.putNextEntry(new ZipEntry("../escaped.txt"));
            entries.write("escaped".getBytes(StandardCharsets.UTF_8));
        }

        try (ModelBundle bundle = ModelBundle.open(zip)) {
            assertThat(bundle.classifier().resolveSibling("escaped.txt")).doesNotExist();
            assertThat(bundle.classifier().resolveSibling("../escaped.txt")).doesNotExist();
        }
    }

    private static void assertRefused(Problem problem, String message, ThrowingCallable opening) {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(opening)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }
}

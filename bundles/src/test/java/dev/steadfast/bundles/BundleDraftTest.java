package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleDraftTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldAppearAsAWhole() throws IOException {
        Path target = directory.resolve("pets");

        try (BundleDraft draft = BundleDraft.begin(target, false)) {
            fill(draft);
            assertThat(target).doesNotExist();

            draft.publish();
        }

        assertThat(BundleManifest.read(target)).isEqualTo(BundleFixture.manifest());
        assertThat(directory).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void shouldLeaveNothingWhenItIsNotPublished() throws IOException {
        try (BundleDraft draft = BundleDraft.begin(directory.resolve("pets"), false)) {
            Files.writeString(draft.folder().resolve(BundleDraft.CLASSIFIER), "the first ha");
        }

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldNotReplaceWhatCameWhileItWasMade() throws IOException {
        Path target = directory.resolve("pets");

        try (BundleDraft late = BundleDraft.begin(target, false)) {
            fill(late);
            try (BundleDraft early = BundleDraft.begin(target, false)) {
                fill(early);
                Files.writeString(early.folder().resolve("README.md"), "the first");
                early.publish();
            }
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(late::publish)
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.ALREADY_THERE));
        }

        assertThat(target.resolve("README.md")).hasContent("the first");
    }

    @Test
    void shouldNotRemoveAFileThatCameWhileItWasMade() throws IOException {
        Path target = directory.resolve("pets");

        try (BundleDraft draft = BundleDraft.begin(target, false)) {
            fill(draft);
            Files.writeString(target, "a poem");
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(draft::publish)
                    .withMessageContaining("but is a file");
        }

        assertThat(target).hasContent("a poem");
    }

    @Test
    void shouldRefuseAFolderInWhichThereIsSomething() throws IOException {
        Path pets = BundleFixture.folder(directory);

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleDraft.begin(pets, false))
                .withMessageContaining("must be a folder that is new or empty, but holds bundle.json, classifier.pt")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.ALREADY_THERE));
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleDraft.begin(pets.resolve("bundle.json"), true))
                .withMessageContaining("but is a file");
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleDraft.begin(directory.resolve("none/pets"), true))
                .withMessageContaining("there is no folder " + directory.resolve("none"));
    }

    @Test
    void shouldReplaceABundleAndKeepWhatElseIsThere() throws IOException {
        Path pets = BundleFixture.folder(directory);
        Files.writeString(pets.resolve("README.md"), "about pets");
        BundleFixture.editManifest(pets, "\"batch\" : 8", "\"batch\" : 9");

        try (BundleDraft draft = BundleDraft.begin(pets, true)) {
            fill(draft);
            draft.publish();
        }

        assertThat(BundleManifest.read(pets).batch()).isEqualTo(8);
        assertThat(pets.resolve("README.md")).hasContent("about pets");
        assertThat(directory).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void shouldNeverReplaceAFolderThatIsNoBundle() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("thesis.tex"), "years of work");

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleDraft.begin(home, true))
                .withMessageContaining("must be a bundle to be replaced");
        Files.writeString(home.resolve("bundle.json"), "{}");
        Files.createDirectory(home.resolve("more"));
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleDraft.begin(home, true))
                .withMessageContaining("no folder below it");
    }

    @Test
    void shouldLeaveTheOldBundleWhenTheNewOneFails() throws IOException {
        Path pets = BundleFixture.folder(directory);

        try (BundleDraft draft = BundleDraft.begin(pets, true)) {
            Files.writeString(draft.folder().resolve(BundleDraft.CLASSIFIER), "the first ha");
        }

        try (ModelBundle bundle = ModelBundle.open(pets)) {
            assertThat(bundle.classifier()).hasContent(BundleFixture.CLASSIFIER_TEXT);
        }
        assertThat(directory).isDirectoryNotContaining("glob:**/.*");
    }

    private static void fill(BundleDraft draft) throws IOException {
        Files.writeString(draft.folder().resolve(BundleDraft.CLASSIFIER), BundleFixture.CLASSIFIER_TEXT);
        Files.writeString(draft.folder().resolve(BundleDraft.DENOISER), BundleFixture.DENOISER_TEXT);
        BundleFixture.manifest().write(draft.folder());
    }
}

package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.TestImages;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void writeImages() throws IOException {
        folder = temporary.resolve("pets");
        for (String split : new String[] {"train", "test"}) {
            write(split + "/dog/2.png", TestImages.png(4, 4));
            write(split + "/dog/10.JPG", TestImages.encode("jpeg", TestImages.gradient(20, 10)));
            write(split + "/cat/1.jpeg", TestImages.encode("jpeg", TestImages.gradient(8, 8)));
        }
    }

    @Test
    void shouldOrderClassesAndFilesByName() {
        LabelledImages images = open(Split.TRAIN);

        assertThat(images.name()).isEqualTo("pets, train");
        assertThat(images.classes()).containsExactly("cat", "dog");
        assertThat(images.size()).isEqualTo(3);
        assertThat(images.label(0)).isZero();
        assertThat(images.label(1)).isEqualTo(1);
        assertThat(images.label(2)).isEqualTo(1);
        assertThatThrownBy(() -> images.label(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> images.image(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldMakeOfEachImageWhatTheIntakeWould() throws Exception {
        byte[] image = open(Split.TEST).image(1);

        byte[] encoded = Files.readAllBytes(folder.resolve("test/dog/10.JPG"));
        assertThat(image)
                .hasSize(3 * 4 * 4)
                .isEqualTo(Canonicaliser.covering(4, 4)
                        .canonicalise(new ImageDecoder(DecodingLimits.ofMemory(10_000, 10_000), OrientationRule.EXIF)
                                .decode("image/jpeg", encoded)));
    }

    @Test
    void shouldTurnImagesByTheRuleThatIsAskedFor() throws Exception {
        byte[] upsideDown = TestImages.withExif(TestImages.png(4, 4), TestImages.exif(ByteOrder.BIG_ENDIAN, 3, 3));
        write("train/cat/0.png", upsideDown);

        LabelledImages upright = open(Split.TRAIN);
        LabelledImages stored =
                Datasets.open(folder, Split.TRAIN, Canonicaliser.covering(4, 4), OrientationRule.STORED);

        assertThat(stored.image(0)[0]).as("red of the first pixel").isZero();
        assertThat(upright.image(0)[0]).isEqualTo((byte) 3);
        assertThat(upright.name()).isEqualTo("pets, train");
        assertThat(stored.name()).isEqualTo("pets, train, as stored");
        assertThat(DataDigest.of(stored, 1))
                .as(
                        "work that was begun by one rule must not go on by another, also where it began with an image that has no orientation")
                .isNotEqualTo(DataDigest.of(upright, 1));
    }

    @Test
    void shouldNotLookAtHiddenOrOtherFiles() throws IOException {
        write("train/.cache/1.png", TestImages.png(4, 4));
        write("train/cat/.1.png", new byte[] {1});
        write("train/cat/notes.txt", new byte[] {1});
        write("train/index.tsv", new byte[] {1});

        assertThat(open(Split.TRAIN).classes()).containsExactly("cat", "dog");
        assertThat(open(Split.TRAIN).size()).isEqualTo(3);
    }

    @Test
    void shouldNameAClassWithoutImages() throws IOException {
        Files.createDirectories(folder.resolve("train/eel"));
        Files.createDirectories(folder.resolve("test/eel"));

        assertRefused(Split.TRAIN, "eel holds no image: a class needs files that end in .png, .jpg, .jpeg");
    }

    @Test
    void shouldRefuseFewerThanTwoClasses() throws IOException {
        Path one = Files.createDirectories(temporary.resolve("one/train/only"));
        Files.write(one.resolve("1.png"), TestImages.png(4, 4));

        assertThatThrownBy(() -> Datasets.open(temporary.resolve("one"), Split.TRAIN, 4, 4))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("2 or more classes, and holds [only]");
    }

    @Test
    void shouldRefuseDifferentClassesInTrainAndTest() throws IOException {
        write("test/eel/1.png", TestImages.png(4, 4));

        assertRefused(Split.TRAIN, "only the first has [], only the second [eel]");
        assertRefused(Split.TEST, "only the first has [eel], only the second []");
    }

    @Test
    void shouldNameTheSplitFolderThatIsMissing() throws IOException {
        Files.move(folder.resolve("test"), temporary.resolve("elsewhere"));

        assertThat(open(Split.TRAIN).size()).isEqualTo(3);
        assertRefused(Split.TEST, "pets has no folder 'test'");
    }

    @Test
    void shouldTellTheTypeByTheFirstBytesAndNotByTheEnding() throws Exception {
        byte[] png = TestImages.png(4, 4);
        write("train/cat/1.jpeg", png);
        write("train/dog/2.png", TestImages.encode("jpeg", TestImages.gradient(8, 8)));
        LabelledImages images = open(Split.TRAIN);

        assertThat(images.image(0))
                .isEqualTo(Canonicaliser.covering(4, 4)
                        .canonicalise(new ImageDecoder(DecodingLimits.ofMemory(10_000, 10_000), OrientationRule.EXIF)
                                .decode("image/png", png)));
        images.requireReadable(0, 1, 2);
    }

    @Test
    void shouldNameAnImageThatCannotBeDecoded() throws IOException {
        write("train/cat/1.jpeg", "<html>".getBytes(StandardCharsets.UTF_8));
        LabelledImages images = open(Split.TRAIN);

        assertThatThrownBy(() -> images.image(0))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(
                        folder.resolve("train/cat/1.jpeg") + ": neither PNG nor JPEG, by its first bytes");
    }

    @Test
    void shouldNameAllImagesThatCannotBeReadAtOnce() throws IOException {
        byte[] png = TestImages.png(40, 40);
        write("train/cat/0.png", Arrays.copyOf(png, png.length / 2));
        write("train/cat/2.jpg", new byte[0]);
        byte[] broken = png.clone();
        broken[png.length / 2] ^= 0x55;
        write("train/dog/1.png", broken);
        LabelledImages images = open(Split.TRAIN);

        assertThatThrownBy(() -> images.requireReadable(3))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(
                        "3 of the 6 images of pets, train cannot be read; put them right or take them away:")
                .hasMessageContainingAll("cat/0.png: ", "cat/2.jpg: the image has no bytes", "dog/1.png: ");
        assertThatThrownBy(images::requireReadable)
                .as("at a glance, the one that is damaged within looks whole")
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("2 of the 6 images ");
    }

    @Test
    void shouldNameNoMoreImagesThanAnybodyReads() throws IOException {
        for (int i = 0; i < 150; i++) {
            write("train/cat/%03d.png".formatted(i), new byte[] {1});
        }

        assertThatThrownBy(() -> open(Split.TRAIN).requireReadable())
                .hasMessageContainingAll("150 of the 153 images", "099.png", "and 50 more")
                .hasMessageNotContaining("100.png");
    }

    @Test
    void shouldNameAnImageThatIsGone() throws IOException {
        LabelledImages images = open(Split.TRAIN);
        Files.delete(folder.resolve("train/dog/2.png"));

        assertThatThrownBy(() -> images.image(2))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("2.png cannot be read");
    }

    private LabelledImages open(Split split) {
        return Datasets.open(folder, split, 4, 4);
    }

    private void assertRefused(Split split, String message) {
        assertThatThrownBy(() -> open(split))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}

package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Fixtures.fashion(folder);
    }

    @Test
    void shouldMakeThreeEqualChannelsOfGrey() {
        FashionMnist images = FashionMnist.open(folder, Split.TRAIN);

        assertThat(images.size()).isEqualTo(2);
        assertThat(images.channels()).isEqualTo(3);
        assertThat(images.height()).isEqualTo(2);
        assertThat(images.width()).isEqualTo(3);
        assertThat(images.classes().get(images.label(0))).isEqualTo("Ankle boot");
        assertThat(images.classes().get(images.label(1))).isEqualTo("T-shirt/top");
        byte last = (byte) 255;
        assertThat(images.image(1))
                .containsExactly(10, 11, 12, 13, 14, last, 10, 11, 12, 13, 14, last, 10, 11, 12, 13, 14, last);
        assertThatThrownBy(() -> images.image(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldReadFilesThatAreNotCompressed() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), Fixtures.idxLabels(7));

        assertThat(FashionMnist.open(folder, Split.TEST).label(0)).isEqualTo(7);
    }

    @Test
    void shouldCallDigitsDigits() throws IOException {
        // Given the first ten labels of MNIST's test images
        int[] digits = {7, 2, 1, 0, 4, 1, 4, 9, 5, 9};
        Fixtures.gzip(folder.resolve("t10k-labels-idx1-ubyte.gz"), Fixtures.idxLabels(digits));
        Fixtures.gzip(
                folder.resolve("t10k-images-idx3-ubyte.gz"), Fixtures.idx(0x803, new int[] {10, 1, 1}, new byte[10]));

        FashionMnist images = FashionMnist.open(folder, Split.TEST);

        assertThat(images.name()).isEqualTo("MNIST, test");
        assertThat(images.classes().get(images.label(0))).isEqualTo("7");
    }

    @Test
    void shouldRefuseAWrongMagicNumber() throws IOException {
        Fixtures.gzip(
                folder.resolve("train-labels-idx1-ubyte.gz"), Fixtures.idx(0x803, new int[] {2}, (byte) 1, (byte) 2));

        assertRefused(
                "train-labels-idx1-ubyte.gz must begin with the IDX magic number 0x00000801, and begins with 0x00000803");
    }

    @Test
    void shouldRefuseFilesThatEndEarlyOrLate() throws IOException {
        Path images = folder.resolve("train-images-idx3-ubyte.gz");
        byte[] whole = Files.readAllBytes(images);

        Fixtures.gzip(images, Fixtures.idx(0x803, new int[] {2, 2, 3}, new byte[11]));
        assertRefused("must have 12 bytes of values, and has 11");
        Fixtures.gzip(images, Fixtures.idx(0x803, new int[] {2, 2, 3}, new byte[13]));
        assertRefused("must have 12 bytes of values, and has more");
        Files.write(images, Arrays.copyOf(whole, whole.length / 2));
        assertRefused("ends early");
        Files.write(images, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        assertRefused("cannot be read");
    }

    @Test
    void shouldRefuseDimensionsThatCannotBe() throws IOException {
        Path images = folder.resolve("train-images-idx3-ubyte.gz");

        Fixtures.gzip(images, Fixtures.idx(0x803, new int[] {2, 0, 3}));
        assertRefused("dimensions must be from 1");
        Fixtures.gzip(images, Fixtures.idx(0x803, new int[] {60_000, 60_000, 60_000}));
        assertRefused("[60000, 60000]");
    }

    @Test
    void shouldRefuseLabelsThatDoNotFit() throws IOException {
        Path labels = folder.resolve("train-labels-idx1-ubyte.gz");

        Fixtures.gzip(labels, Fixtures.idxLabels(1, 2, 3));
        assertRefused("must have a label for each of the 2 images beside it, and has 3");
        Fixtures.gzip(labels, Fixtures.idxLabels(1, 10));
        assertRefused("label 1 must be from 0 to 9, and is 10");
        Files.delete(labels);
        assertRefused("train-labels-idx1-ubyte is missing, with and without .gz");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> FashionMnist.open(folder, Split.TRAIN))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }
}

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

class Cifar10Test {

    private static final int RECORDS = 12;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Fixtures.cifar(folder, RECORDS);
    }

    @Test
    void shouldReadTheTrainingFilesOneAfterAnother() {
        Cifar10 images = Cifar10.open(folder, Split.TRAIN, RECORDS);

        assertThat(images.size()).isEqualTo(5 * RECORDS);
        assertThat(images.height()).isEqualTo(32);
        assertThat(images.width()).isEqualTo(32);
        assertThat(images.classes()).startsWith("airplane", "automobile").hasSize(10);
        for (int index : new int[] {0, 11, 12, 59}) {
            byte[] file = Fixtures.cifarRecords(RECORDS, index / RECORDS);
            int offset = index % RECORDS * 3073;
            assertThat(images.label(index)).isEqualTo(file[offset]);
            assertThat(images.image(index)).isEqualTo(Arrays.copyOfRange(file, offset + 1, offset + 3073));
        }
    }

    @Test
    void shouldReadTheTestFile() {
        Cifar10 images = Cifar10.open(folder, Split.TEST, RECORDS);

        assertThat(images.name()).isEqualTo("CIFAR-10, test");
        assertThat(images.size()).isEqualTo(RECORDS);
        assertThatThrownBy(() -> images.image(RECORDS)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> images.label(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldTakeTheNamesOfTheClassesFromTheirFile() throws IOException {
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");

        assertThat(Cifar10.open(folder, Split.TEST, RECORDS).classes())
                .startsWith("a", "b")
                .hasSize(10);

        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\n");
        assertRefused(Split.TEST, "batches.meta.txt must name 10 classes, one a line, and names 2");
    }

    @Test
    void shouldNameATruncatedFileItsSizeAndTheRightOne() throws IOException {
        Files.write(folder.resolve("data_batch_3.bin"), new byte[30_000]);

        assertRefused(Split.TRAIN, "data_batch_3.bin must have 36876 bytes (12 records of 3073), and has 30000");
    }

    @Test
    void shouldNameAMissingFile() throws IOException {
        Files.delete(folder.resolve("test_batch.bin"));

        assertRefused(Split.TEST, "test_batch.bin is missing");
    }

    @Test
    void shouldRefuseALabelThatIsNoClass() throws IOException {
        byte[] records = Fixtures.cifarRecords(RECORDS, 1);
        records[7 * 3073] = (byte) 200;
        Files.write(folder.resolve("data_batch_2.bin"), records);

        assertRefused(Split.TRAIN, "data_batch_2.bin: the label of record 7 must be from 0 to 9, and is 200");
    }

    private void assertRefused(Split split, String message) {
        assertThatThrownBy(() -> Cifar10.open(folder, split, RECORDS))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }
}

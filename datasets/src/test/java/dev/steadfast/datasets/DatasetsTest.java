package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.images.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

    @TempDir
    private Path folder;

    @Test
    void shouldFindCifar10InItsFolderAndInTheOneAbove() throws IOException {
        Path batches = folder.resolve("cifar-10-batches-bin");
        Fixtures.cifar(batches, Cifar10.RECORDS);

        for (Path given : new Path[] {folder, batches}) {
            LabelledImages images = Datasets.open(given, Split.TEST);

            assertThat(images.name()).isEqualTo("CIFAR-10, test");
            assertThat(images.size()).isEqualTo(10_000);
        }
    }

    @Test
    void shouldFindFashionMnistInItsFolderAndInTheOneAbove() throws IOException {
        Path files = folder.resolve("fashion-mnist");
        Fixtures.fashion(files);

        for (Path given : new Path[] {folder, files}) {
            assertThat(Datasets.open(given, Split.TRAIN).name()).isEqualTo("Fashion-MNIST, train");
        }
    }

    @Test
    void shouldScaleADatasetToTheWantedSizeAsTheIntakeDoes() throws IOException {
        Fixtures.fashion(folder);

        LabelledImages images = Datasets.open(folder, Split.TRAIN, 1, 1);

        // The centre square is columns 0.5 to 2.5 of two rows, 0 1 2 and 3 4 5.
        // 2.5
        assertThat(images.height()).isEqualTo(1);
        assertThat(images.width()).isEqualTo(1);
        assertThat(images.label(0)).isEqualTo(9);
        assertThat(images.image(0)).containsExactly(3, 3, 3);
    }

    @Test
    void shouldNotTouchImagesOfTheWantedSize() throws IOException {
        Fixtures.fashion(folder);

        assertThat(Datasets.open(folder, Split.TRAIN, 2, 3)).isInstanceOf(FashionMnist.class);
    }

    @Test
    void shouldAskForTheSizeOfImageFiles() throws IOException {
        Files.createDirectories(folder.resolve("train"));

        assertThatThrownBy(() -> Datasets.open(folder, Split.TRAIN))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("height and width");
        assertThatIllegalArgumentException().isThrownBy(() -> Datasets.open(folder, Split.TRAIN, 0, 32));
    }

    @Test
    void shouldSayWhichLayoutsWouldBeRight() throws IOException {
        for (String name : new String[] {"a", "b", "c", "d", "e", "f", "g"}) {
            Files.write(folder.resolve(name + ".png"), TestImages.png(4, 4));
        }

        assertThatThrownBy(() -> Datasets.open(folder, Split.TRAIN))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(folder + " holds no dataset of a known layout")
                .hasMessageContaining("a.png, b.png, c.png, d.png, e.png and 2 more")
                .hasMessageContaining("cifar-10-batches-bin/")
                .hasMessageContaining("train-images-idx3-ubyte.gz")
                .hasMessageContaining("train/<class>/");
    }

    @Test
    void shouldRefuseAFolderThatIsNone() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> Datasets.open(folder.resolve("absent"), Split.TRAIN))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("absent does not exist");
        assertThatThrownBy(() -> Datasets.open(file, Split.TRAIN))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void shouldRefuseToGuessAmongSeveralDatasets() throws IOException {
        Fixtures.cifar(folder.resolve("cifar-10-batches-bin"), 1);
        Fixtures.fashion(folder.resolve("fashion-mnist"));

        assertThatThrownBy(() -> Datasets.open(folder, Split.TRAIN))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("more than one dataset")
                .hasMessageContaining("cifar-10-batches-bin, ")
                .hasMessageEndingWith("fashion-mnist");
    }
}

package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.images.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfModelTest {
    private static final List<String> LABELS =
            List.of("tench", "great white shark", "crane", "crane (2)", "input/output", "7");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldTakeSomeOfTheModelsClassesByTheirLabels() throws IOException {
        LabelledImages images = OfModel.of(folders("crane (2)", "great white shark", "7"), LABELS, Optional.empty());

        assertThat(images.classes()).isEqualTo(LABELS);
        assertThat(labels(images)).as("in the order of the folders").containsExactly(5, 3, 1);
    }

    @Test
    void shouldTakeLabelsAsFilesAreNamed() throws IOException {
        assertThat(labels(OfModel.of(folders("great_white_shark", "input_output"), LABELS, Optional.empty())))
                .containsExactly(1, 4);
    }

    @Test
    void shouldTakeNumbersWhereTheyAreNoLabels() throws IOException {
        assertThat(labels(OfModel.of(folders("000", "03", "5"), LABELS, Optional.empty())))
                .containsExactly(0, 3, 5);
    }

    @Test
    void shouldTakeWordNetIdsWhereThereIsOneForEachClass() throws IOException {
        List<String> labels = List.of("tench", "shark", "crane");
        LabelledImages all = folders("n01440764", "n01484850", "n02012849");

        assertThat(labels(OfModel.of(all, labels, Optional.empty()))).containsExactly(0, 1, 2);
        assertThatThrownBy(() -> OfModel.of(all, LABELS, Optional.empty()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("3 of 3 are not: 'n01440764', 'n01484850', 'n02012849'");
    }

    @Test
    void shouldTakeNamesThatAreGiven() throws IOException {
        Optional<List<String>> names = Optional.of(List.of("a", "b", "c", "d", "e", "f"));

        assertThat(labels(OfModel.of(folders("b", "f"), LABELS, names))).containsExactly(1, 5);
        assertThatThrownBy(() -> OfModel.of(folders("b", "g"), LABELS, names))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("must be the names that are given, but 1 of 3 are not: 'g'");
        assertThatThrownBy(() -> OfModel.of(folders(), LABELS, Optional.of(List.of("a"))))
                .isInstanceOf(DatasetException.class)
                .hasMessage("there must be a name for each of the 6 classes, but there are 1");
    }

    @Test
    void shouldLeaveImagesOfTheSameClassesAsTheyAre() throws IOException {
        LabelledImages images = folders("cat", "dog");

        assertThat(OfModel.of(images, List.of("cat", "dog"), Optional.empty())).isSameAs(images);
    }

    @Test
    void shouldNameClassesThatTheModelDoesNotHave() throws IOException {
        LabelledImages images = folders("tench", "trout");

        assertThatThrownBy(() -> OfModel.of(images, LABELS, Optional.empty()))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        folder.getFileName()
                                + ", test: the names of classes must be labels of the model, or their numbers from 0, but 1 of 2 are not: 'trout'."
                                + " The model's labels begin 'tench', 'great white shark', 'crane', 'crane (2)', 'input/output', '7'");
    }

    @Test
    void shouldNameNumbersThatAreTooLargeAndClassesThatAreOne() throws IOException {
        LabelledImages images = folders("1", "6");
        assertThatThrownBy(() -> OfModel.of(images, LABELS, Optional.empty()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("must be numbers from 0 to 5, but 1 of 2 are not: '6'");
        LabelledImages twice = folders("01");
        assertThatThrownBy(() -> OfModel.of(twice, List.of("a", "b"), Optional.empty()))
                .isInstanceOf(DatasetException.class);
    }

    @Test
    void shouldRefuseTwoFoldersOfOneClass() throws IOException {
        LabelledImages images = folders("great white shark", "great_white_shark");

        assertThatThrownBy(() -> OfModel.of(images, LABELS, Optional.empty()))
                .isInstanceOf(DatasetException.class)
                .hasMessageEndingWith(
                        "'great white shark' and 'great_white_shark' are both the class 'great white shark'");
    }

    private LabelledImages folders(String... classes) throws IOException {
        for (String name : classes) {
            Path file = folder.resolve("test").resolve(name).resolve("1.png");
            Files.createDirectories(file.getParent());
            Files.write(file, TestImages.png(2, 2));
        }
        return Datasets.open(folder, Split.TEST, 2, 2);
    }

    private static int[] labels(LabelledImages images) {
        return IntStream.range(0, images.size()).map(images::label).toArray();
    }
}

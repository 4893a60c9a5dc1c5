package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.datasets.CropCutting.Cut;
import dev.steadfast.images.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CropCuttingTest {
    private static final CropCutting CUTTING = new CropCutting(8, 12, 4, 1);

    @TempDir
    private Path temporary = Path.of("");

    private Path photographs = Path.of("");
    private Path crops = Path.of("");
    private final RecordedProgress progress = new RecordedProgress();

    @BeforeEach
    void writePhotographs() throws IOException {
        photographs = Files.createDirectories(temporary.resolve("photographs"));
        crops = temporary.resolve("crops");
        write("large.png", TestImages.png(60, 40));
        write("below/wide.JPG", TestImages.encode("jpeg", TestImages.gradient(90, 16)));
    }

    @Test
    void shouldCutTheMoreCropsTheLargerAPictureIs() {
        Cut cut = CUTTING.cut(photographs, crops, progress);

        assertThat(cut.pictures()).isEqualTo(2);
        assertThat(cut.crops()).as("40/8 and 16/8 times 4").isEqualTo(20 + 8);
        LabelledImages images = Datasets.open(crops, Split.TRAIN);
        assertThat(images.name()).isEqualTo("crops, crops of 2 pictures");
        assertThat(images.size()).isEqualTo(28);
        assertThat(images.height()).isEqualTo(8);
        assertThat(images.width()).isEqualTo(12);
        assertThat(images.classes()).isEmpty();
        assertThat(images.label(27)).isEqualTo(LabelledImages.UNLABELLED);
        assertThat(IntStream.range(0, 28).mapToObj(images::image)).allMatch(crop -> crop.length == 3 * 8 * 12);
        assertThat(progress.notes()).isEmpty();
    }

    @Test
    void shouldCutAtManyScales() throws IOException {
        // Given a picture whose red grows from left to right by 1 each pixel
        Files.delete(photographs.resolve("below/wide.JPG"));

        CUTTING.cut(photographs, crops, progress);

        // Then red grows within a crop by as many as the crop was shrunk
        LabelledImages images = Datasets.open(crops, Split.TRAIN);
        List<Integer> growth = IntStream.range(0, images.size())
                .map(i -> Byte.toUnsignedInt(images.image(i)[11]) - Byte.toUnsignedInt(images.image(i)[0]))
                .boxed()
                .toList();
        assertThat(growth).anyMatch(red -> red < 20).anyMatch(red -> red > 35);
    }

    @Test
    void shouldCutTheSameAgainAndOthersWithAnotherSeed() throws IOException {
        CUTTING.cut(photographs, crops, progress);
        CUTTING.cut(photographs, temporary.resolve("again"), progress);
        new CropCutting(8, 12, 4, 2).cut(photographs, temporary.resolve("others"), progress);

        byte[] pixels = Files.readAllBytes(crops.resolve(CropsFile.PIXELS));
        assertThat(temporary.resolve("again").resolve(CropsFile.PIXELS)).hasBinaryContent(pixels);
        assertThat(Files.readAllBytes(temporary.resolve("others").resolve(CropsFile.PIXELS)))
                .hasSameSizeAs(pixels)
                .isNotEqualTo(pixels);
    }

    @Test
    void shouldNameWhatItLeavesOut() throws IOException {
        write("icon.png", TestImages.png(5, 3));
        write("page.png", "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        Cut cut = CUTTING.cut(photographs, crops, progress);

        assertThat(cut.pictures()).isEqualTo(2);
        assertThat(progress.notes())
                .containsExactly(
                        "left out: " + photographs.resolve("icon.png")
                                + ": 3 x 5 pixels are too few for crops of 8 x 12",
                        "left out: " + photographs.resolve("page.png") + ": neither PNG nor JPEG, by its first bytes");
    }

    @Test
    void shouldLeaveNothingBehindWhereThereIsNoPicture() throws IOException {
        Path empty = Files.createDirectories(temporary.resolve("empty"));
        assertThatThrownBy(() -> CUTTING.cut(empty, crops, progress))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("empty must hold pictures");
        Files.write(empty.resolve("icon.png"), TestImages.png(2, 2));
        assertThatThrownBy(() -> CUTTING.cut(empty, crops, progress))
                .isInstanceOf(DatasetException.class)
                .hasMessage("none of the 1 pictures gives a crop of 8 x 12 pixels");

        assertThat(temporary).isDirectoryNotContaining("glob:**crops*");
    }

    @Test
    void shouldNotReplaceWhatIsThere() throws IOException {
        Files.createDirectories(crops);

        assertThatThrownBy(() -> CUTTING.cut(photographs, crops, progress))
                .isInstanceOf(DatasetException.class)
                .hasMessage(crops + " exists: remove it, or name another folder");
    }

    @Test
    void shouldRefuseCropsThatAreNoLongerWhole() throws IOException {
        CUTTING.cut(photographs, crops, progress);
        Path pixels = crops.resolve(CropsFile.PIXELS);
        Files.write(pixels, new byte[7]);

        assertThatThrownBy(() -> Datasets.open(crops, Split.TRAIN))
                .isInstanceOf(DatasetException.class)
                .hasMessage(pixels + " must have 8064 bytes, as crops.json says, but has 7");
    }

    @Test
    void shouldRefuseToMeasureWithThem() {
        CUTTING.cut(photographs, crops, progress);

        assertThatThrownBy(() -> Datasets.open(crops, Split.TEST))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("holds crops without labels, which are for training");
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = photographs.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}

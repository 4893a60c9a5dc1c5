package dev.steadfast.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SampleImagesTest {

    /** The labels of test images 0, 50, 100, ... in the official order. */
    private static final String LABELS = "39485569924583797723537287445216855841851829073301"
            + "44859545315001524869104039993883764184303946679132"
            + "73343799958565362649821134100071706466382893483931"
            + "64826300099766365909413239012985968356669688021783";

    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final List<SampleImage> images = SampleImages.load();

    @Test
    void shouldBeEveryFiftiethTestImageWithItsLabel() {
        assertThat(images)
                .extracting(SampleImage::number)
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).map(i -> 50 * i).boxed().toList());
        assertThat(images.stream().map(image -> Integer.toString(image.label())).collect(Collectors.joining()))
                .isEqualTo(LABELS);
        assertThat(images).allSatisfy(image -> assertThat(image.className()).isEqualTo(CLASSES.get(image.label())));
    }

    @Test
    void shouldBeSmallPngImages() {
        assertThat(images).allSatisfy(image -> {
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(image.encoded()));
            assertThat(decoded.getWidth()).isEqualTo(32);
            assertThat(decoded.getHeight()).isEqualTo(32);
        });
        assertThat(images.stream().mapToInt(image -> image.encoded().length).sum())
                .isLessThan(1_000_000);
    }

    @Test
    void shouldHoldEveryClass() {
        assertThat(images.stream().collect(Collectors.groupingBy(SampleImage::label, Collectors.counting())))
                .hasSize(10)
                .allSatisfy((label, count) -> assertThat(count).isBetween(14L, 28L));
    }

    @Test
    void shouldBeADozenSmallPhotographs() throws Exception {
        List<SampleImage> photographs = SampleImages.PHOTOGRAPHS.images();

        assertThat(photographs).hasSize(12);
        for (SampleImage photograph : photographs) {
            assertThat(photograph.contentType()).isEqualTo("image/jpeg");
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(photograph.encoded()));
            assertThat(Math.max(decoded.getWidth(), decoded.getHeight())).isEqualTo(480);
            assertThat(photograph.encoded().length).isLessThan(150_000);
        }
        assertThat(photographs.stream().filter(image -> image.truth().isEmpty()))
                .hasSize(3);
    }
}

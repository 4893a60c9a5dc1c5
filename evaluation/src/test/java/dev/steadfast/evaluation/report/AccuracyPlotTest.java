package dev.steadfast.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.evaluation.ReferenceTables;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class AccuracyPlotTest {

    private static final List<MeasuredRun> RUNS = List.of(
            MeasuredRun.read("sigma 0.25", ReferenceTables.SIGMA_025),
            MeasuredRun.read("sigma 0.5", ReferenceTables.SIGMA_050));

    @Test
    void shouldDrawEachRunWithAllItsCornersAndItsName() throws IOException {
        String svg = new String(AccuracyPlot.of(RUNS).svg(), StandardCharsets.UTF_8);

        assertThat(svg)
                .contains(
                        ">sigma 0.25</text>",
                        ">sigma 0.5</text>",
                        ">L2 radius</text>",
                        ">certified accuracy (%)</text>");
        // A move to the first corner, then a line to each other: two for every radius at which the curve falls.
        assertThat(cornersOfCurves(svg)).containsExactlyInAnyOrder(1 + 2 * 35L, 1 + 2 * 22L);
    }

    @Test
    void shouldPaintAPictureThatIsNotEmpty() throws IOException {
        byte[] png = AccuracyPlot.of(RUNS).png();

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(1800);
        assertThat(image.getHeight()).isEqualTo(1120);
        long colours = IntStream.range(0, image.getWidth() * image.getHeight())
                .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
                .distinct()
                .count();
        assertThat(colours).as("curves, grid and text, with soft edges").isGreaterThan(50);
    }

    private static List<Long> cornersOfCurves(String svg) {
        return Pattern.compile("<path d=\"(M[^\"]*L[^\"]*L[^\"]*)\"")
                .matcher(svg)
                .results()
                .map(path ->
                        path.group(1).chars().filter(c -> c == 'M' || c == 'L').count())
                .toList();
    }
}

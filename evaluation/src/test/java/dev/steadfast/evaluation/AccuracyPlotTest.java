package dev.steadfast.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class AccuracyPlotTest {

    private static final List<MeasuredRun> RUNS = List.of(
            MeasuredRun.read("sigma 0.25", ReferenceTables.SIGMA_025),
            MeasuredRun.read("sigma 0.5", ReferenceTables.SIGMA_050));

    @Test
    void shouldDrawEachRunWithAllItsCornersAndItsName() throws IOException {
        String svg = new String(new AccuracyPlot(RUNS).svg(), StandardCharsets.UTF_8);
        Files.writeString(Path.of("target/curves.svg"), svg);

        assertThat(svg).contains("sigma 0.25", "sigma 0.5", "L2 radius", "certified accuracy (%)");
        // A move to the first corner, then a line to each other: two for every radius at which the curve falls.
        assertThat(longestPaths(svg, 2)).containsExactly(1 + 2 * 35L, 1 + 2 * 22L);
    }

    @Test
    void shouldPaintAPictureThatIsNotEmpty() throws IOException {
        byte[] png = new AccuracyPlot(RUNS).png();
        Files.write(Path.of("target/curves.png"), png);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(1800);
        assertThat(image.getHeight()).isEqualTo(1120);
        long colours = java.util.stream.IntStream.range(0, image.getWidth() * image.getHeight())
                .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
                .distinct()
                .count();
        assertThat(colours).as("curves, grid and text, with soft edges").isGreaterThan(50);
    }

    private static List<Long> longestPaths(String svg, int most) {
        return Pattern.compile("[ML][^\"ZML]*(?:L[^\"ZML]*)+")
                .matcher(svg)
                .results()
                .map(path ->
                        path.group().chars().filter(c -> c == 'M' || c == 'L').count())
                .sorted(java.util.Comparator.reverseOrder())
                .limit(most)
                .toList();
    }
}

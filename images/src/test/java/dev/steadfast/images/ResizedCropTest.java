package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResizedCropTest {

    /** What Pillow gave once; see pillow.py. */
    @Test
    void shouldResizeAndCutAsPillowDoes() throws IOException {
        try (InputStream in = ResizedCropTest.class.getResourceAsStream("pillow.txt")) {
            requireAsPillow(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    @Test
    void shouldResizeAndCutAsThePillowThatIsInstalledDoes() throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "/usr/bin/python3",
                            Path.of(ResizedCropTest.class
                                            .getResource("pillow.py")
                                            .toURI())
                                    .toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            skip();
            return;
        }
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
            skip();
        }
        requireAsPillow(lines);
    }

    private static void skip() {
        String reason = "Pillow is not installed (Debian: python3-pil)";
        System.err.println("skipped: pictures resized by Pillow: " + reason);
        abort(reason);
    }

    private static void requireAsPillow(List<String> lines) {
        assertThat(lines).hasSize(23);
        // Version 13 and later resize some upright pictures rows first, and clip other overshoots then.
        boolean columnsFirst =
                Integer.parseInt(lines.get(0).substring(0, lines.get(0).indexOf('.'))) < 13;
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            RgbImage picture = picture(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            if (!columnsFirst && picture.height() > picture.width()) {
                continue;
            }
            ResizedCrop crop = new ResizedCrop(
                    Integer.parseInt(words[4]),
                    Integer.parseInt(words[5]),
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    Interpolation.valueOf(words[6].toUpperCase(Locale.ROOT)));
            byte[] wanted = HexFormat.of().parseHex(words[7]);

            byte[] planes = crop.canonicalise(picture);

            int pixels = crop.height() * crop.width();
            for (int i = 0; i < wanted.length; i++) {
                assertThat(Byte.toUnsignedInt(planes[i % 3 * pixels + i / 3]))
                        .as("%s, byte %d", line.substring(0, line.lastIndexOf(' ')), i)
                        .isBetween(Byte.toUnsignedInt(wanted[i]) - 1, Byte.toUnsignedInt(wanted[i]) + 1);
            }
        }
    }

    /** As pillow.py makes it. */
    private static RgbImage picture(int width, int height) {
        byte[] samples = new byte[3 * width * height];
        long state = width * 1000L + height;
        for (int i = 0; i < samples.length; i++) {
            state = (state * 1103515245 + 12345) % 2147483648L;
            samples[i] = (byte) (i / 50 % 2 == 0 ? state >> 16 : i / 150 % 2 == 0 ? 255 : i / 7);
        }
        return new RgbImage(width, height, samples);
    }

    @Test
    void shouldTakeAPictureOfTheModelsSizeAsItIs() {
        RgbImage picture = picture(6, 4);

        byte[] planes = new ResizedCrop(4, 6, 8, 12, Interpolation.BICUBIC).canonicalise(picture);

        assertThat(planes).isEqualTo(Canonicaliser.covering(4, 6).canonicalise(picture));
    }

    @Test
    void shouldKeepAFlatPictureFlatAtAnyShape() {
        for (int[] size : new int[][] {{1, 900}, {900, 1}, {3, 2}, {255, 255}, {224, 300}}) {
            byte[] rgb = new byte[3 * size[0] * size[1]];
            Arrays.fill(rgb, (byte) 255);
            for (Interpolation interpolation : Interpolation.values()) {
                assertThat(new ResizedCrop(24, 20, 27, 23, interpolation)
                                .canonicalise(new RgbImage(size[0], size[1], rgb)))
                        .hasSize(3 * 24 * 20)
                        .containsOnly((byte) 255);
            }
        }
    }

    @Test
    void shouldReadTheRulesThatItNames() throws ImageException {
        DecodingLimits limits = DecodingLimits.ofMemory(1000, 1000);
        PixelRules rules = new PixelRules(
                new ImageDecoder(limits, OrientationRule.EXIF), new ResizedCrop(4, 4, 5, 6, Interpolation.BICUBIC));

        PixelRules read = PixelRules.named("steadfast-1 orientation=exif resize=5x6-bicubic", 4, 4, limits);

        assertThat(rules.text()).isEqualTo("steadfast-1 orientation=exif resize=5x6-bicubic");
        assertThat(read).isEqualTo(rules);
        byte[] noise = new byte[3 * 9 * 7];
        new Random(1).nextBytes(noise);
        assertThat(read.apply("application/vnd.steadfast.rgb8;width=9;height=7", noise))
                .isEqualTo(rules.canonicaliser().canonicalise(new RgbImage(9, 7, noise)));
    }

    @Test
    void shouldReadTheRulesOfBefore() {
        DecodingLimits limits = DecodingLimits.ofMemory(1000, 1000);

        assertThat(PixelRules.named("steadfast-1 orientation=stored", 4, 6, limits))
                .isEqualTo(
                        new PixelRules(new ImageDecoder(limits, OrientationRule.STORED), Canonicaliser.covering(4, 6)));
    }

    @Test
    void shouldRefuseRulesThatItDoesNotKnow() {
        DecodingLimits limits = DecodingLimits.ofMemory(1000, 1000);
        for (String unknown : new String[] {
            "",
            "steadfast-2 orientation=exif",
            "steadfast-1 orientation=exif resize=5x6-lanczos",
            "steadfast-1 orientation=exif more"
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PixelRules.named(unknown, 4, 4, limits))
                    .withMessageContaining("no rule");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PixelRules.named("steadfast-1 orientation=exif resize=3x6-bilinear", 4, 4, limits))
                .withMessage("a picture must be resized to 4 x 4 pixels or more, was 3 x 6");
    }
}

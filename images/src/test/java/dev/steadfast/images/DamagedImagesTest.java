package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.images.formats.Budget;
import dev.steadfast.images.formats.FormatException;
import dev.steadfast.images.formats.jpeg.JpegDecoder;
import dev.steadfast.images.formats.png.PngDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever becomes of an image's bytes, decoding ends with pixels or with the one exception that says why not. */
class DamagedImagesTest {

    private static final int TRIES = 4000;

    private interface Decoder {
        void decode(byte[] image, Budget budget) throws FormatException;
    }

    @Test
    void shouldRefuseDamagedJpegs() {
        assertEndsWell(
                List.of(
                        TestJpeg.of(40, 24).colour(2, 2).encode(),
                        TestJpeg.of(17, 33).colour(1, 2).restartInterval(2).encode(),
                        TestJpeg.of(17, 33).colour(2, 1).separateScans().encode(),
                        TestJpeg.of(24, 24).component(1, 1, 1).progressive().encode(),
                        TestImages.jpeg(TestImages.gradient(30, 20), 0.8f, true)),
                JpegDecoder::decode);
    }

    @Test
    void shouldRefuseDamagedPngs() {
        assertEndsWell(
                List.of(TestImages.png(20, 10), TestImages.png(TestImages.gradient(9, 9), true)), PngDecoder::decode);
    }

    private static void assertEndsWell(List<byte[]> images, Decoder decoder) {
        Random random = new Random(17);
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] damaged = damage(images.get(i % images.size()), random);
            try {
                decoder.decode(damaged, new Budget(100_000, 100, 10_000_000, Long.MAX_VALUE, Long.MAX_VALUE, () -> 0));
            } catch (FormatException e) {
                refused++;
                assertThat(e).hasMessageMatching("(has|is|ends|does) .{5,}");
            }
        }
        assertThat(refused).isGreaterThan(TRIES / 4);
    }

    private static byte[] damage(byte[] image, Random random) {
        byte[] damaged = image.clone();
        int first = 8; // what an image begins with was looked at before
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            int at = first + random.nextInt(damaged.length - first);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> damaged = Arrays.copyOf(damaged, at + 1);
                case 3 -> damaged[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
                default -> System.arraycopy(damaged, first, damaged, at, Math.min(20, damaged.length - at));
            }
            if (damaged.length <= first + 1) {
                break;
            }
        }
        return damaged;
    }
}

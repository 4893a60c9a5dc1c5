package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicaliserTest {

    @Test
    void shouldTakeAPictureOfTheModelsSizeAsItIs() {
        byte[] rgb = new byte[3 * 4 * 6];
        new Random(1).nextBytes(rgb);

        byte[] planes = Canonicaliser.covering(4, 6).canonicalise(new RgbImage(6, 4, rgb));

        for (int i = 0; i < 4 * 6; i++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat(planes[channel * 24 + i]).isEqualTo(rgb[3 * i + channel]);
            }
        }
    }

    @Test
    void shouldKeepAFlatPictureFlatAtAnyScale() {
        byte[] rgb = new byte[3 * 37 * 61];
        Arrays.fill(rgb, (byte) 201);

        for (int size : new int[] {1, 8, 32, 100}) {
            assertThat(Canonicaliser.covering(size, size).canonicalise(new RgbImage(61, 37, rgb)))
                    .hasSize(3 * size * size)
                    .containsOnly((byte) 201);
        }
    }

    @Test
    void shouldCutTheCentreOutOfAWidePicture() {
        // Given four columns of which the outer two are cut away
        byte[] rgb = new byte[3 * 4 * 2];
        for (int x = 0; x < 4; x++) {
            for (int y = 0; y < 2; y++) {
                Arrays.fill(rgb, 3 * (4 * y + x), 3 * (4 * y + x) + 3, (byte) (10 * x));
            }
        }

        byte[] planes = Canonicaliser.covering(2, 2).canonicalise(new RgbImage(4, 2, rgb));

        assertThat(Arrays.copyOf(planes, 4)).containsExactly(10, 20, 10, 20);
    }

    @Test
    void shouldAverageWhenShrinking() {
        // Given a chessboard, whose every other pixel a plain nearest-neighbour or bilinear scaler would pick
        byte[] rgb = new byte[3 * 64 * 64];
        for (int i = 0; i < 64 * 64; i++) {
            byte value = (byte) ((i + i / 64) % 2 == 0 ? 255 : 0);
            Arrays.fill(rgb, 3 * i, 3 * i + 3, value);
        }

        byte[] planes = Canonicaliser.covering(8, 8).canonicalise(new RgbImage(64, 64, rgb));

        for (byte value : planes) {
            assertThat(Byte.toUnsignedInt(value)).isBetween(125, 130);
        }
    }

    @Test
    void shouldGiveTheSameBytesAsEver() {
        byte[] rgb = new byte[3 * 9 * 7];
        new Random(7).nextBytes(rgb);

        byte[] planes = Canonicaliser.covering(2, 2).canonicalise(new RgbImage(9, 7, rgb));

        assertThat(HexFormat.of().formatHex(planes)).isEqualTo("84707c93727f7c8b889f9a81");
    }
}

package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrientationTest {

    private static final DecodingLimits LIMITS = DecodingLimits.ofMemory(1 << 20, 1 << 20);
    private static final ImageDecoder UPRIGHT = new ImageDecoder(LIMITS, OrientationRule.EXIF);
    private static final ImageDecoder STORED = new ImageDecoder(LIMITS, OrientationRule.STORED);
    private static final byte[] PNG = TestImages.png(3, 2);

    /** The pictures (columns and rows by their number) of EXIF 2.32, figure 8, for the stored pixels 00 10 20, 01 11 21. */
    private static final List<String> SEEN = List.of(
            "00 10 20 / 01 11 21",
            "20 10 00 / 21 11 01",
            "21 11 01 / 20 10 00",
            "01 11 21 / 00 10 20",
            "00 01 / 10 11 / 20 21",
            "01 00 / 11 10 / 21 20",
            "21 20 / 11 10 / 01 00",
            "20 21 / 10 11 / 00 01");

    @Test
    void shouldTurnPicturesAsTheirExifDataSay() throws ImageException {
        List<String> seen = new ArrayList<>();
        for (int value = 1; value <= 8; value++) {
            seen.add(show(UPRIGHT.decode("image/png", png(TestImages.exif(ByteOrder.LITTLE_ENDIAN, value, 3)))));
        }

        assertThat(seen).isEqualTo(SEEN);
    }

    @Test
    void shouldTurnJpegsAsPngs() throws ImageException {
        byte[] plain = TestJpeg.of(40, 24).colour(2, 2).encode();
        for (int value = 1; value <= 8; value++) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(new byte[] {'E', 'x', 'i', 'f', 0, 0});
            content.writeBytes(TestImages.exif(ByteOrder.BIG_ENDIAN, value, 3));
            byte[] tagged = JpegSegments.of(plain)
                    .insert(0xdb, JpegSegments.segment(0xe1, content.toByteArray()))
                    .bytes();

            RgbImage upright = UPRIGHT.decode("image/jpeg", tagged);

            assertThat(upright.width()).isEqualTo(value < 5 ? 40 : 24);
            boolean changed = value > 1;
            assertThat(java.util.Arrays.equals(
                            upright.rgb(), STORED.decode("image/jpeg", plain).rgb()))
                    .isEqualTo(!changed);
            assertThat(STORED.decode("image/jpeg", tagged).rgb())
                    .isEqualTo(STORED.decode("image/jpeg", plain).rgb());
        }
    }

    @Test
    void shouldTakePicturesAsTheyAreStoredWhereThatIsTheRule() throws ImageException {
        assertThat(show(STORED.decode("image/png", png(TestImages.exif(ByteOrder.LITTLE_ENDIAN, 6, 3)))))
                .isEqualTo(SEEN.get(0));
        assertThat(STORED.rules()).isEqualTo("steadfast-1 orientation=stored");
        assertThat(UPRIGHT.rules()).isEqualTo("steadfast-1 orientation=exif");
    }

    @Test
    void shouldPassOverExifDataThatAreMalformed() throws ImageException {
        byte[] good = TestImages.exif(ByteOrder.BIG_ENDIAN, 6, 3);
        List<byte[]> malformed = new ArrayList<>();
        for (int length = 0; length < good.length; length++) {
            malformed.add(java.util.Arrays.copyOf(good, length));
        }
        malformed.add(TestImages.exif(ByteOrder.BIG_ENDIAN, 0, 3));
        malformed.add(TestImages.exif(ByteOrder.BIG_ENDIAN, 9, 3));
        malformed.add(TestImages.exif(ByteOrder.BIG_ENDIAN, 6, 4));
        byte[] far = good.clone();
        far[4] = 0x7f;
        malformed.add(far);
        for (byte[] each : malformed) {
            assertThat(show(UPRIGHT.decode("image/png", png(each)))).isEqualTo(SEEN.get(0));
        }
    }

    private static byte[] png(byte[] exif) {
        return TestImages.withExif(PNG, exif);
    }

    private static String show(RgbImage image) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < image.width() * image.height(); i++) {
            text.append(i == 0 ? "" : i % image.width() == 0 ? " / " : " ");
            text.append(image.rgb()[3 * i]).append(image.rgb()[3 * i + 1]);
        }
        return text.toString();
    }
}

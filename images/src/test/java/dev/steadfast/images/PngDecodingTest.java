package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.images.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class PngDecodingTest {

    private static final ImageDecoder DECODER =
            new ImageDecoder(DecodingLimits.ofMemory(1 << 20, 1 << 20), OrientationRule.EXIF);

    @Test
    void shouldDecodeEveryColourTypeAsTheJdkDoesInterlacedOrNot() throws ImageException {
        Random random = new Random(5);
        byte[] shades = new byte[16];
        random.nextBytes(shades);
        List<BufferedImage> pictures = List.of(
                new BufferedImage(19, 11, BufferedImage.TYPE_INT_RGB),
                new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR),
                new BufferedImage(5, 3, BufferedImage.TYPE_4BYTE_ABGR),
                new BufferedImage(33, 20, BufferedImage.TYPE_BYTE_INDEXED),
                new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_BINARY),
                new BufferedImage(
                        13, 7, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(4, 16, shades, shades, shades)),
                new BufferedImage(
                        13, 7, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(2, 4, shades, shades, shades)));
        for (BufferedImage picture : pictures) {
            for (int i = 0; i < picture.getWidth() * picture.getHeight(); i++) {
                picture.setRGB(i % picture.getWidth(), i / picture.getWidth(), random.nextInt() | 0xff000000);
            }
            for (boolean interlaced : new boolean[] {false, true}) {
                RgbImage decoded = DECODER.decode("image/png", TestImages.png(picture, interlaced));

                assertThat(decoded.rgb()).isEqualTo(TestImages.rgb(picture));
            }
        }
    }

    @Test
    void shouldTakeAwayEveryFilter() throws ImageException {
        byte[] rows = new byte[5 * (1 + 3 * 4)];
        byte[] expected = new byte[5 * 3 * 4];
        new Random(9).nextBytes(rows);
        for (int y = 0; y < 5; y++) {
            rows[13 * y] = (byte) y;
            for (int i = 0; i < 12; i++) {
                int left = i < 3 ? 0 : expected[12 * y + i - 3] & 0xff;
                int up = y == 0 ? 0 : expected[12 * (y - 1) + i] & 0xff;
                int corner = i < 3 || y == 0 ? 0 : expected[12 * (y - 1) + i - 3] & 0xff;
                int[] predictions = {0, left, up, (left + up) / 2, nearest(left, up, corner)};
                expected[12 * y + i] = (byte) (rows[13 * y + 1 + i] + predictions[y]);
            }
        }

        RgbImage decoded = DECODER.decode("image/png", png(4, 5, 8, 2, rows));

        assertThat(decoded.rgb()).isEqualTo(expected);
    }

    @Test
    void shouldRefuseWrongChecksumsOfWhatMakesPixels() throws ImageException {
        byte[] png = TestImages.png(30, 20);
        byte[] text = TestImages.chunk("tEXt", new byte[] {'a', 0, 'b'});
        text[text.length - 1] ^= 1;
        byte[] harmless = insert(png, text);
        byte[] damaged = png.clone();
        damaged[png.length / 2] ^= 1;

        assertThat(DECODER.decode("image/png", harmless).rgb())
                .isEqualTo(DECODER.decode("image/png", png).rgb());
        assertRefused(damaged, Problem.UNREADABLE, "checksum of a chunk IDAT is wrong");
    }

    @Test
    void shouldTakeAPictureOfWhichOnlyTheEndIsMissing() throws ImageException {
        byte[] png = TestImages.png(30, 20);
        byte[] pixels = DECODER.decode("image/png", png).rgb();

        assertThat(DECODER.decode("image/png", Arrays.copyOf(png, png.length - 12))
                        .rgb())
                .isEqualTo(pixels);
        assertThat(DECODER.decode("image/png", Arrays.copyOf(png, png.length + 50))
                        .rgb())
                .isEqualTo(pixels);
        byte[] commented = Arrays.copyOf(png, png.length - 12 + 10);
        System.arraycopy(new byte[] {0, 0, 0, 99, 't', 'E', 'X', 't', 'a', 0}, 0, commented, png.length - 12, 10);
        assertThat(DECODER.decode("image/png", commented).rgb()).isEqualTo(pixels);
        assertRefused(Arrays.copyOf(png, png.length - 40), Problem.UNREADABLE, "ends before its last pixel");
    }

    @Test
    void shouldIgnoreColourProfilesAndGamma() throws ImageException {
        byte[] png = TestImages.png(30, 20);
        byte[] gamma = TestImages.chunk("gAMA", new byte[] {0, 0, 1, 1});
        byte[] profile = TestImages.chunk("iCCP", new byte[] {'p', 0, 0, 1, 2, 3});

        assertThat(DECODER.decode("image/png", insert(png, gamma, profile)).rgb())
                .isEqualTo(DECODER.decode("image/png", png).rgb());
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        byte[] row = {0, 1, 2, 3};
        assertRefused(png(1, 1, 3, 2, row), Problem.UNREADABLE, "impossible header: colour type 2, 3 bits");
        assertRefused(png(1, 1, 8, 5, row), Problem.UNREADABLE, "impossible header: colour type 5");
        assertRefused(png(1, 1, 8, 3, row), Problem.UNREADABLE, "has no palette");
        assertRefused(png(0, 1, 8, 2, row), Problem.UNREADABLE, "no pixels: 0 x 1");
        assertRefused(png(-1, 1, 8, 2, row), Problem.TOO_MANY_PIXELS, "4294967295 x 1");
        assertRefused(png(1, 1, 8, 2, new byte[] {5, 1, 2, 3}), Problem.UNREADABLE, "a row has the filter 5");
        assertRefused(png(1, 2, 8, 2, row), Problem.UNREADABLE, "ends before its last pixel");
        byte[] good = png(1, 1, 8, 2, row);
        assertRefused(insert(good, TestImages.chunk("ABCD", row)), Problem.UNSUPPORTED_IMAGE, "a chunk ABCD");
        assertRefused(insert(good, Arrays.copyOfRange(good, 8, 33)), Problem.UNREADABLE, "two headers");
        byte[] palette = TestImages.chunk("PLTE", new byte[] {1, 2, 3});
        assertRefused(insert(png(1, 1, 8, 3, new byte[] {0, 1}), palette), Problem.UNREADABLE, "not in the palette");
    }

    private static int nearest(int left, int up, int corner) {
        int estimate = left + up - corner;
        int[] byDistance = {left, up, corner};
        int best = 0;
        for (int i = 1; i < 3; i++) {
            if (Math.abs(estimate - byDistance[i]) < Math.abs(estimate - byDistance[best])) {
                best = i;
            }
        }
        return byDistance[best];
    }

    private static byte[] png(int width, int height, int depth, int type, byte[] rows) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(Arrays.copyOf(TestImages.png(1, 1), 8));
        png.writeBytes(TestImages.chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) depth)
                        .put((byte) type)
                        .array()));
        Deflater deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        byte[] data = new byte[rows.length + 100];
        int length = deflater.deflate(data);
        deflater.end();
        // Cut in two, so that the data go on in another chunk.
        png.writeBytes(TestImages.chunk("IDAT", Arrays.copyOf(data, 5)));
        png.writeBytes(TestImages.chunk("IDAT", Arrays.copyOfRange(data, 5, length)));
        png.writeBytes(TestImages.chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    /** With chunks behind the header. */
    private static byte[] insert(byte[] png, byte[]... chunks) {
        int header = 8 + 25;
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(png, 0, header);
        for (byte[] chunk : chunks) {
            changed.writeBytes(chunk);
        }
        changed.write(png, header, png.length - header);
        return changed.toByteArray();
    }

    private static void assertRefused(byte[] png, Problem problem, String message) {
        assertThatThrownBy(() -> DECODER.decode("image/png", png))
                .asInstanceOf(type(ImageException.class))
                .returns(problem, ImageException::problem)
                .satisfies(e -> assertThat(e).hasMessageContaining(message));
    }
}

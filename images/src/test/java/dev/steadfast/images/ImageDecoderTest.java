package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.images.ImageException.Problem;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    private final ImageDecoder decoder =
            new ImageDecoder(DecodingLimits.ofMemory(100_000, 10_000), OrientationRule.EXIF);

    @Test
    void shouldReadPngPixelsExactly() throws ImageException {
        RgbImage image = decoder.decode("image/png", TestImages.png(5, 3));

        assertThat(image.width()).isEqualTo(5);
        assertThat(image.height()).isEqualTo(3);
        assertThat(pixel(image, 4, 2)).containsExactly(4, 2, 200);
    }

    @Test
    void shouldReadJpeg() throws ImageException {
        RgbImage image = decoder.decode("IMAGE/JPEG", TestImages.encode("jpeg", TestImages.gradient(16, 16)));

        int[] pixel = pixel(image, 8, 8);
        assertThat(pixel[0]).isBetween(3, 13);
        assertThat(pixel[2]).isBetween(195, 205);
    }

    @Test
    void shouldReadRawPixels() throws ImageException {
        RgbImage image = decoder.decode(
                "application/vnd.steadfast.rgb8; width=2; height=1", new byte[] {1, 2, 3, 4, 5, (byte) 250});

        assertThat(pixel(image, 1, 0)).containsExactly(4, 5, 250);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void shouldKeepGreyValuesAsTheyAre(int greyType) throws ImageException {
        BufferedImage grey = new BufferedImage(2, 2, greyType);
        grey.getRaster().setSample(1, 1, 0, greyType == BufferedImage.TYPE_BYTE_GRAY ? 128 : 128 << 8);

        RgbImage image = decoder.decode("image/png", TestImages.encode("png", grey));

        assertThat(pixel(image, 1, 1)).containsExactly(128, 128, 128);
    }

    @ParameterizedTest
    @ValueSource(ints = {ColorSpace.CS_GRAY, ColorSpace.CS_sRGB})
    void shouldRoundSamplesOf16Bits(int colourSpace) throws ImageException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(colourSpace), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        WritableRaster samples = model.createCompatibleWritableRaster(4, 1);
        int[] values = {257 * 5 + 128, 257 * 5 + 129, 0, 65_535}; // 257 of 65535 are 1 of 255
        for (int band = 0; band < samples.getNumBands(); band++) {
            samples.setSamples(0, 0, 4, 1, band, values);
        }

        RgbImage image =
                decoder.decode("image/png", TestImages.encode("png", new BufferedImage(model, samples, false, null)));

        assertThat(pixel(image, 0, 0)).containsExactly(5, 5, 5);
        assertThat(pixel(image, 1, 0)).containsExactly(6, 6, 6);
        assertThat(pixel(image, 2, 0)).containsExactly(0, 0, 0);
        assertThat(pixel(image, 3, 0)).containsExactly(255, 255, 255);
    }

    @Test
    void shouldIgnoreAlpha() throws ImageException {
        BufferedImage translucent = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        translucent.setRGB(0, 0, 0x40102030);

        RgbImage image = decoder.decode("image/png", TestImages.encode("png", translucent));

        assertThat(pixel(image, 0, 0)).containsExactly(0x10, 0x20, 0x30);
    }

    @Test
    void shouldRefuseWhatIsNoImage() {
        byte[] text = "GIF89a is not PNG".getBytes(StandardCharsets.US_ASCII);

        assertRefused("image/png", new byte[0], Problem.EMPTY, "no bytes");
        assertRefused("image/png", text, Problem.NOT_AN_IMAGE, "do not begin as a PNG");
        assertRefused("image/jpeg", TestImages.png(4, 4), Problem.NOT_AN_IMAGE, "do not begin as a JPEG");
        assertRefused("image/gif", text, Problem.UNSUPPORTED_CONTENT_TYPE, "was 'image/gif'");
        assertRefused(ImageType.RAW, text, Problem.UNSUPPORTED_CONTENT_TYPE, "width=W;height=H");
        assertRefused(ImageType.RAW + ";width=2;height=2", text, Problem.UNREADABLE, "need 12 bytes, were 17");
        assertRefused(ImageType.RAW + ";width=0;height=2", text, Problem.UNREADABLE, "no pixels");
    }

    @Test
    void shouldRefuseImagesThatEndEarly() {
        byte[] png = TestImages.png(60, 60);
        byte[] jpeg = TestImages.encode("jpeg", TestImages.gradient(60, 60));

        for (int percent = 10; percent <= 90; percent += 10) {
            assertRefused("image/png", cut(png, percent), Problem.UNREADABLE, "PNG image");
            assertRefused("image/jpeg", cut(jpeg, percent), Problem.UNREADABLE, "JPEG image");
        }
    }

    @Test
    void shouldRefuseDecompressionBombsBeforeDecodingThem() {
        byte[] bomb = TestImages.pngAnnouncing(60_000, 60_000);

        assertThat(bomb.length).isLessThan(100);
        assertRefused("image/png", bomb, Problem.TOO_MANY_PIXELS, "60000 x 60000 pixels, at most 10000");
        assertRefused(
                ImageType.RAW + ";width=999999999;height=999999999", bomb, Problem.TOO_MANY_PIXELS, "999999999 x");
    }

    @Test
    void shouldRefuseTooManyBytes() {
        assertRefused("image/png", new byte[100_001], Problem.TOO_LARGE, "100001 bytes, at most 100000");
    }

    private void assertRefused(String contentType, byte[] bytes, Problem problem, String message) {
        assertThatThrownBy(() -> decoder.decode(contentType, bytes))
                .asInstanceOf(type(ImageException.class))
                .satisfies(e -> assertThat(e).hasMessageContaining(message))
                .returns(problem, ImageException::problem);
    }

    private static byte[] cut(byte[] bytes, int percent) {
        return Arrays.copyOf(bytes, bytes.length * percent / 100);
    }

    private static int[] pixel(RgbImage image, int x, int y) {
        int i = 3 * (y * image.width() + x);
        byte[] rgb = image.rgb();
        return new int[] {rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff};
    }
}

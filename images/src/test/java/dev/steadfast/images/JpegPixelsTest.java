package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

/** Pixels of JPEGs are libjpeg's: here those of the JDK's copy, for what all of its copies decode in one way. */
class JpegPixelsTest {

    private static final ImageDecoder DECODER =
            new ImageDecoder(DecodingLimits.ofMemory(1 << 20, 1 << 20), OrientationRule.STORED);

    @Test
    void shouldDecodeSequentialJpegsAsTheNativeLibraryDoes() throws Exception {
        for (int[] size : new int[][] {{64, 48}, {17, 9}, {5, 40}, {1, 1}, {3, 2}}) {
            for (int[] factors : new int[][] {{1, 1}, {2, 1}, {2, 2}, {4, 1}}) {
                TestJpeg jpeg = TestJpeg.of(size[0], size[1]).colour(factors[0], factors[1]);
                assertAsNative(jpeg.encode());
                assertAsNative(jpeg.restartInterval(2).encode());
                assertAsNative(jpeg.separateScans().encode());
            }
            assertAsNative(
                    TestJpeg.of(size[0], size[1]).component(1, 2, 2).jfif().encode());
        }
    }

    @Test
    void shouldDecodeProgressiveJpegsAsTheNativeLibraryDoes() throws Exception {
        for (int[] factors : new int[][] {{1, 1}, {2, 1}, {2, 2}}) {
            assertAsNative(TestJpeg.of(37, 29)
                    .colour(factors[0], factors[1])
                    .progressive()
                    .encode());
        }
    }

    @Test
    void shouldDecodeWhatTheJdkWrites() throws Exception {
        Random random = new Random(3);
        for (float quality : new float[] {0.05f, 0.5f, 0.95f, 1}) {
            for (boolean progressive : new boolean[] {false, true}) {
                var noisy = TestImages.gradient(53, 38);
                for (int i = 0; i < 300; i++) {
                    noisy.setRGB(random.nextInt(53), random.nextInt(38), random.nextInt());
                }
                assertAsNative(TestImages.jpeg(noisy, quality, progressive));
            }
        }
    }

    /** Whatever a byte of the picture's data becomes: it is refused, or the native library had nothing to complain of either. */
    @Test
    void shouldRefuseEveryDamageThatTheNativeLibraryWarnsOf() throws Exception {
        Random random = new Random(11);
        List<byte[]> pictures = List.of(
                TestJpeg.of(64, 64).colour(2, 2).encode(),
                TestJpeg.of(64, 64).colour(1, 1).restartInterval(3).encode(),
                TestJpeg.of(64, 64).colour(2, 2).progressive().encode());
        int refused = 0;
        for (int i = 0; i < 900; i++) {
            byte[] jpeg = pictures.get(i % pictures.size()).clone();
            int data = dataStart(jpeg);
            jpeg[data + random.nextInt(jpeg.length - 2 - data)] = (byte) random.nextInt();
            try {
                RgbImage image = DECODER.decode("image/jpeg", jpeg);
                List<String> warnings = new ArrayList<>();
                assertThat(image.rgb()).isEqualTo(nativePixels(jpeg, warnings));
                assertThat(warnings).isEmpty();
            } catch (ImageException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 890);
    }

    private static int dataStart(byte[] jpeg) {
        int at = 0;
        for (byte[] piece : JpegSegments.of(jpeg).pieces()) {
            at += piece.length;
            if (JpegSegments.marker(piece) == JpegSegments.SCAN) {
                return at;
            }
        }
        throw new IllegalArgumentException("no scan");
    }

    private static void assertAsNative(byte[] jpeg) throws Exception {
        List<String> warnings = new ArrayList<>();
        byte[] expected = nativePixels(jpeg, warnings);
        assertThat(warnings).isEmpty();
        assertThat(DECODER.decode("image/jpeg", jpeg).rgb()).isEqualTo(expected);
    }

    private static byte[] nativePixels(byte[] jpeg, List<String> warnings) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(input, true, true);
            var image = reader.read(0);
            if (image.getRaster().getNumBands() > 1) {
                return TestImages.rgb(image);
            }
            ByteArrayOutputStream grey = new ByteArrayOutputStream(); // Java's own conversion takes it for linear light
            for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
                int sample = image.getRaster().getSample(i % image.getWidth(), i / image.getWidth(), 0);
                grey.writeBytes(new byte[] {(byte) sample, (byte) sample, (byte) sample});
            }
            return grey.toByteArray();
        } finally {
            reader.dispose();
        }
    }
}

package dev.steadfast.images;

import static dev.steadfast.images.JpegSegments.marker;
import static dev.steadfast.images.JpegSegments.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.images.ImageException.Problem;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JpegRulesTest {

    private static final ImageDecoder DECODER =
            new ImageDecoder(DecodingLimits.ofMemory(1 << 20, 1 << 20), OrientationRule.EXIF);
    private static final byte[] PLAIN = TestJpeg.of(40, 24).colour(2, 2).encode();

    @Test
    void shouldCountScansBeforeDecoding() {
        byte[] progressive = TestImages.jpeg(TestImages.gradient(64, 64), 0.9f, true);
        // With no time at all, decoding would end with its first row.
        ImageDecoder three = new ImageDecoder(
                new DecodingLimits(1 << 20, 1 << 20, 3, 1 << 20, 1 << 20, Duration.ZERO), OrientationRule.EXIF);

        assertRefused(three, progressive, Problem.TOO_MANY_SCANS, "has more than 3 scans");
    }

    @Test
    void shouldRefuseTooManyPixelsTimesScans() throws ImageException {
        byte[] progressive = TestJpeg.of(40, 24).colour(1, 1).progressive().encode(); // ten scans
        ImageDecoder enough = new ImageDecoder(
                new DecodingLimits(1 << 20, 1 << 20, 100, 10 * 40 * 24, 1 << 20, Duration.ofHours(1)),
                OrientationRule.EXIF);
        ImageDecoder fewer = new ImageDecoder(
                new DecodingLimits(1 << 20, 1 << 20, 100, 10 * 40 * 24 - 1, 1 << 20, Duration.ofHours(1)),
                OrientationRule.EXIF);

        assertThat(enough.decode("image/jpeg", progressive).width()).isEqualTo(40);
        assertRefused(
                fewer, progressive, Problem.TOO_MUCH_WORK, "40 x 24 pixels in 10 scans, 9600 in all, at most 9599");
    }

    @Test
    void shouldCountMemoryBeforeTakingIt() throws ImageException {
        // Three components of 40 x 24 samples, with coefficients of two bytes.
        byte[] progressive = TestJpeg.of(40, 24).colour(1, 1).progressive().encode();
        ImageDecoder enough = new ImageDecoder(
                new DecodingLimits(1 << 20, 1 << 20, 100, 1 << 20, 9 * 40 * 24, Duration.ofHours(1)),
                OrientationRule.EXIF);
        ImageDecoder fewer = new ImageDecoder(
                new DecodingLimits(1 << 20, 1 << 20, 100, 1 << 20, 9 * 40 * 24 - 1, Duration.ofHours(1)),
                OrientationRule.EXIF);

        assertThat(enough.decode("image/jpeg", progressive).width()).isEqualTo(40);
        assertRefused(fewer, progressive, Problem.TOO_MUCH_WORK, "takes 8640 bytes of memory to decode, at most 8639");
    }

    @Test
    void shouldNotTakeAFewBytesForALargePicture() {
        byte[] announcing = TestJpeg.of(8, 8).colour(1, 1).encode();
        int frame = 0;
        while (announcing[frame] != (byte) 0xff || announcing[frame + 1] != (byte) JpegSegments.FRAME) {
            frame++;
        }
        announcing[frame + 5] = 60; // 15,368 rows
        announcing[frame + 7] = 60;
        ImageDecoder large = new ImageDecoder(DecodingLimits.ofMemory(1 << 20, 300_000_000), OrientationRule.EXIF);

        assertRefused(large, announcing, Problem.UNREADABLE, "the data of scan 1 end before their last block");
    }

    @Test
    void shouldStopWhenTimeIsUp() {
        AtomicLong now = new AtomicLong();
        ImageDecoder hurried = new ImageDecoder(
                new DecodingLimits(1 << 20, 1 << 20, 100, 1 << 20, 1 << 20, Duration.ofMillis(5)),
                OrientationRule.EXIF);

        for (byte[] image : new byte[][] {PLAIN, TestImages.png(40, 24)}) {
            assertThatThrownBy(() -> hurried.decode(
                            ImageType.ofBytes(image).orElseThrow().contentType(),
                            image,
                            () -> now.addAndGet(1_000_000)))
                    .asInstanceOf(type(ImageException.class))
                    .returns(Problem.OUT_OF_TIME, ImageException::problem)
                    .satisfies(e -> assertThat(e).hasMessageContaining("more than 5 ms"));
        }
    }

    @Test
    void shouldTakeFramesOfMotionJpegWithoutTheirHuffmanTables() {
        assertSame(
                TestJpeg.of(40, 24).colour(2, 1).withoutHuffmanTables().encode(),
                TestJpeg.of(40, 24).colour(2, 1).encode());
    }

    @Test
    void shouldRefuseProgressiveFramesWithoutHuffmanTables() {
        byte[] bare = TestJpeg.of(40, 24)
                .colour(2, 1)
                .progressive()
                .withoutHuffmanTables()
                .encode();

        assertRefused(DECODER, bare, Problem.UNREADABLE, "does not have the Huffman table DC 0");
    }

    @Test
    void shouldRefuseProgressionsWhoseLastScansAreMissing() {
        JpegSegments progressive =
                JpegSegments.of(TestJpeg.of(40, 24).colour(2, 2).progressive().encode());
        JpegSegments refined = JpegSegments.of(TestImages.jpeg(TestImages.gradient(40, 24), 0.9f, true));

        for (int scans = 1; scans <= 9; scans++) {
            assertRefused(
                    DECODER,
                    progressive.firstScans(scans).bytes(),
                    Problem.UNREADABLE,
                    "incomplete: a scan is missing");
            assertRefused(
                    DECODER, refined.firstScans(scans).bytes(), Problem.UNREADABLE, "incomplete: a scan is missing");
        }
        assertSame(progressive.firstScans(10).bytes(), progressive.bytes());
    }

    @Test
    void shouldRefuseCodingsThatDecodersDisagreeAbout() {
        for (int frame : new int[] {0xc3, 0xc5, 0xc9, 0xca}) {
            assertRefused(DECODER, withFrame(frame, 8), Problem.UNSUPPORTED_IMAGE, "(0x%02x)".formatted(frame));
        }
        assertRefused(DECODER, withFrame(0xc1, 12), Problem.UNSUPPORTED_IMAGE, "samples of 12 bits");
        byte[] thirds = TestJpeg.of(40, 24)
                .jfif()
                .component(1, 3, 1)
                .component(2, 2, 1)
                .component(3, 2, 1)
                .encode();
        assertRefused(DECODER, thirds, Problem.UNSUPPORTED_IMAGE, "no whole multiples");
    }

    @Test
    void shouldTakeComponentsForWhatMarkersAndNumbersSay() {
        byte[] yCbCr = pixels(TestJpeg.of(40, 24).colour(1, 1).encode());
        byte[] rgb = pixels(three(1, 2, 3).adobe(0).encode());
        assertThat(rgb).isNotEqualTo(yCbCr);

        assertThat(pixels(three(1, 2, 3).encode())).isEqualTo(yCbCr);
        assertThat(pixels(three(0, 1, 2).encode())).as("other numbers").isEqualTo(yCbCr);
        assertThat(pixels(three('R', 'G', 'B').encode())).isEqualTo(rgb);
        assertThat(pixels(three('R', 'G', 'B').jfif().encode()))
                .as("JFIF is always YCbCr")
                .isEqualTo(yCbCr);
        assertThat(pixels(three('R', 'G', 'B').adobe(1).encode())).isEqualTo(yCbCr);
        assertThat(pixels(three(1, 2, 3).jfif().adobe(0).encode())).isEqualTo(yCbCr);
    }

    @Test
    void shouldMultiplyInvertedInk() {
        byte[] rgb = pixels(three(1, 2, 3).adobe(0).encode());
        byte[] black = pixels(TestJpeg.of(40, 24)
                .component('R', 1, 1)
                .component('G', 1, 1)
                .component('B', 1, 1)
                .component(4, 1, 1)
                .adobe(0)
                .encode());
        byte[] fourth = fourthComponent();

        for (int i = 0; i < rgb.length; i++) {
            double product = (rgb[i] & 0xff) * (fourth[i / 3] & 0xff) / 255.0;
            assertThat(black[i] & 0xff).isEqualTo((int) Math.round(product));
        }
    }

    @Test
    void shouldTakeYcckForInkInYCbCr() {
        byte[] rgb = pixels(TestJpeg.of(40, 24).colour(1, 1).encode());
        byte[] ycck = pixels(three(1, 2, 3).component(4, 1, 1).adobe(2).encode());
        byte[] fourth = fourthComponent();

        for (int i = 0; i < rgb.length; i++) {
            double product = (255 - (rgb[i] & 0xff)) * (fourth[i / 3] & 0xff) / 255.0;
            assertThat(ycck[i] & 0xff).isEqualTo((int) Math.round(product));
        }
    }

    @Test
    void shouldRefuseFourComponentsThatNobodyNames() {
        byte[] four = three(1, 2, 3).component(4, 1, 1).encode();

        assertRefused(DECODER, four, Problem.UNSUPPORTED_IMAGE, "CMYK, perhaps inverted); save it as RGB");
    }

    @Test
    void shouldIgnoreColourProfiles() {
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        profile.writeBytes("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
        profile.writeBytes(new byte[] {1, 1});
        profile.writeBytes(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());

        assertSame(
                JpegSegments.of(PLAIN)
                        .insert(0xdb, segment(0xe2, profile.toByteArray()))
                        .bytes(),
                PLAIN);
    }

    @Test
    void shouldPassOverBytesBetweenSegments() {
        assertSame(JpegSegments.of(PLAIN).insert(0xdb, new byte[] {0, 0, 17}).bytes(), PLAIN);
        assertSame(
                JpegSegments.of(PLAIN)
                        .insert(0xc4, new byte[] {1, (byte) 0xff, 0, 2})
                        .bytes(),
                PLAIN);
        byte[] trailing = Arrays.copyOf(PLAIN, PLAIN.length + 100);
        assertSame(trailing, PLAIN);
    }

    @Test
    void shouldRefuseExtraneousBytesAfterTheData() {
        byte[] end = {(byte) 0xff, (byte) 0xd9};
        byte[] extraneous = Arrays.copyOf(PLAIN, PLAIN.length + 2);
        extraneous[PLAIN.length - 2] = 1;
        extraneous[PLAIN.length - 1] = 2;
        System.arraycopy(end, 0, extraneous, PLAIN.length, 2);

        assertRefused(DECODER, extraneous, Problem.UNREADABLE, "2 extraneous bytes after the last block");
    }

    @Test
    void shouldRefuseAMissingRestartMarker() {
        byte[] restarts = TestJpeg.of(40, 24).colour(1, 1).restartInterval(2).encode();
        int marker = restarts.length - 3;
        while (restarts[marker] != (byte) 0xff || (restarts[marker + 1] & 0xf8) != 0xd0) {
            marker--;
        }
        byte[] without = new byte[restarts.length - 2];
        System.arraycopy(restarts, 0, without, 0, marker);
        System.arraycopy(restarts, marker + 2, without, marker, without.length - marker);
        byte[] another = restarts.clone();
        another[marker + 1] ^= 1;

        assertRefused(DECODER, without, Problem.UNREADABLE, "is damaged");
        assertRefused(DECODER, another, Problem.UNREADABLE, "restart marker");
    }

    @Test
    void shouldTakeAPictureOfWhichOnlyTheEndMarkerIsMissing() {
        for (byte[] whole : new byte[][] {
            PLAIN, TestJpeg.of(40, 24).colour(2, 2).progressive().encode()
        }) {
            assertSame(Arrays.copyOf(whole, whole.length - 2), whole);
            assertSame(Arrays.copyOf(whole, whole.length - 1), whole);
            byte[] cutComment = Arrays.copyOf(whole, whole.length + 4);
            System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 9, 'c', 'u'}, 0, cutComment, whole.length - 2, 6);
            assertSame(cutComment, whole);
            for (int cut = 3; cut <= 22; cut++) {
                byte[] less = Arrays.copyOf(whole, whole.length - cut);
                assertRefused(DECODER, less, Problem.UNREADABLE, "");
            }
        }
    }

    @Test
    void shouldRefuseTablesAndFramesThatCannotBe() {
        JpegSegments plain = JpegSegments.of(PLAIN);

        assertRefused(
                DECODER,
                plain.without(piece -> marker(piece) == 0xdb).bytes(),
                Problem.UNREADABLE,
                "quantisation table 0");
        assertRefused(
                DECODER,
                plain.without(piece -> marker(piece) == 0xc0).bytes(),
                Problem.UNREADABLE,
                "scan before its frame");
        assertRefused(
                DECODER,
                plain.insert(
                                0xda,
                                plain.pieces().stream()
                                        .filter(p -> marker(p) == 0xc0)
                                        .findFirst()
                                        .orElseThrow())
                        .bytes(),
                Problem.UNREADABLE,
                "two frames");
        assertRefused(DECODER, plain.insert(0xda, PLAIN).bytes(), Problem.UNREADABLE, "another image begins within it");
        assertRefused(DECODER, plain.firstScans(0).bytes(), Problem.UNREADABLE, "it has no scan");
        assertRefused(
                DECODER,
                plain.insert(0xda, segment(0xc4, everyCodeTwice())).bytes(),
                Problem.UNREADABLE,
                "more codes of 1 bits than exist");
    }

    private static byte[] everyCodeTwice() {
        byte[] table = new byte[17 + 4];
        table[1] = 4;
        return table;
    }

    private static byte[] withFrame(int marker, int precision) {
        byte[] jpeg = PLAIN.clone();
        int at = 0;
        while ((jpeg[at] & 0xff) != 0xff || (jpeg[at + 1] & 0xff) != JpegSegments.FRAME) {
            at++;
        }
        jpeg[at + 1] = (byte) marker;
        jpeg[at + 4] = (byte) precision;
        return jpeg;
    }

    private static TestJpeg three(int first, int second, int third) {
        return TestJpeg.of(40, 24)
                .component(first, 1, 1)
                .component(second, 1, 1)
                .component(third, 1, 1);
    }

    /** The samples of the fourth component of the pictures above, by itself. */
    private static byte[] fourthComponent() {
        byte[] grey = pixels(TestJpeg.of(40, 24).component(1, 1, 1, 3).encode());
        byte[] samples = new byte[grey.length / 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = grey[3 * i];
        }
        return samples;
    }

    private static void assertSame(byte[] jpeg, byte[] as) {
        assertThat(pixels(jpeg)).isEqualTo(pixels(as));
    }

    private static byte[] pixels(byte[] jpeg) {
        try {
            return DECODER.decode("image/jpeg", jpeg).rgb();
        } catch (ImageException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(ImageDecoder decoder, byte[] jpeg, Problem problem, String message) {
        assertThatThrownBy(() -> decoder.decode("image/jpeg", jpeg))
                .asInstanceOf(type(ImageException.class))
                .returns(problem, ImageException::problem)
                .satisfies(e -> assertThat(e).hasMessageContaining(message));
    }
}

package dev.steadfast.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class JpegStreamTest {

    private static final byte[] PADDING = "--boundary\r\nContent-Type: image/jpeg\r\n\r\n".getBytes(US_ASCII);

    @Test
    void shouldCutBetweenImagesAndNowhereElse() throws Exception {
        byte[] thumbnail = TestImages.jpegWithThumbnail(1);
        byte[] progressive = TestImages.progressiveJpeg(3);
        byte[] restarts = withRestarts(TestImages.jpeg(4));

        JpegStream stream = stream(thumbnail, progressive, restarts);

        assertThat(stream.hasNext()).isTrue();
        assertThat(stream.next()).isEqualTo(thumbnail);
        assertThat(stream.next()).isEqualTo(progressive);
        assertThat(stream.next()).isEqualTo(restarts);
        assertThat(stream.hasNext()).isFalse();
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void shouldPassOverWhatLiesBetweenImages() throws Exception {
        byte[] first = TestImages.jpeg(1);
        byte[] second = TestImages.jpeg(2);

        JpegStream stream = stream(PADDING, first, PADDING, second, PADDING);

        assertThat(stream.next()).isEqualTo(first);
        assertThat(stream.next()).isEqualTo(second);
        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void shouldFindNothingInOtherStreams() throws Exception {
        assertThat(stream().hasNext()).isFalse();
        assertThat(stream(TestImages.png(1)).hasNext()).isFalse();
    }

    @Test
    void shouldSayThatTheLastImageIsCutOff() {
        byte[] image = TestImages.jpeg(1);

        JpegStream stream = stream(Arrays.copyOf(image, image.length - 1));

        assertThatThrownBy(stream::next)
                .isInstanceOf(UnusableImageException.class)
                .hasMessage("is cut off after %d bytes", image.length - 1);
        assertThat(stream).matches(JpegStreamTest::isAtEnd);
    }

    @Test
    void shouldGoOnAfterAnImageWithoutEnd() throws Exception {
        byte[] image = TestImages.jpeg(1);
        byte[] next = TestImages.jpeg(2);

        JpegStream stream = stream(Arrays.copyOf(image, image.length - 2), next);

        assertThatThrownBy(stream::next).hasMessageStartingWith("has no end: another image begins after");
        assertThat(stream.next()).isEqualTo(next);
    }

    @Test
    void shouldGoOnAfterWhatIsNoJpeg() throws Exception {
        byte[] next = TestImages.jpeg(2);

        JpegStream stream = stream(new byte[] {(byte) 0xff, (byte) 0xd8, 'n', 'o'}, next);

        assertThatThrownBy(stream::next).hasMessage("is not a JPEG: there is no marker segment at byte 2");
        assertThat(stream.next()).isEqualTo(next);
    }

    @Test
    void shouldNotCollectAnEndlessImage() throws Exception {
        byte[] image = TestImages.jpeg(1);
        byte[] next = TestImages.jpeg(2);

        JpegStream stream = stream(Arrays.copyOf(image, image.length - 2), new byte[EncodedImage.MAX_BYTES], next);

        assertThatThrownBy(stream::next).hasMessageStartingWith("has more than 8388608 bytes");
        assertThat(stream.next()).isEqualTo(next);
    }

    private static boolean isAtEnd(JpegStream stream) {
        try {
            return !stream.hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Restart markers and a stuffed byte at the end of the entropy-coded data. */
    private static byte[] withRestarts(byte[] image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(image, 0, image.length - 2);
        for (int restart = 0xd0; restart <= 0xd7; restart++) {
            bytes.writeBytes(new byte[] {(byte) 0xff, (byte) restart, 0x12, (byte) 0xff, 0x00});
        }
        bytes.write(image, image.length - 2, 2);
        return bytes.toByteArray();
    }

    private static JpegStream stream(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return new JpegStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}

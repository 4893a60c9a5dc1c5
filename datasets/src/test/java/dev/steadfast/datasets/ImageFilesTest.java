package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.RgbImage;
import dev.steadfast.images.TestImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

    /** Pixels that each of the pictures that are decoded side by side may have. */
    private static final int SHARE = 100;

    @TempDir
    private Path folder;

    private final ImageFiles images = images(1 << 20, SHARE * ImageFiles.SHARES);

    @Test
    void shouldRefuseAFileByItsSizeBeforeItIsRead() throws IOException {
        // Given zeros that no array can hold, and which take no room on a disk
        long size = 3L << 30;
        Path file = folder.resolve("huge.png");
        try (SeekableByteChannel channel = Files.newByteChannel(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.position(size - 1).write(ByteBuffer.allocate(1));
        }

        // When and then
        String reason = "%s: the image has %d bytes, at most %d are taken".formatted(file, size, 1 << 20);
        assertThatThrownBy(() -> images.decode(file, RgbImage::width))
                .isInstanceOf(DatasetException.class)
                .hasMessage(reason);
        assertThat(images.fault(file, true)).contains(reason);
        assertThat(images.fault(file, false)).contains(reason);
    }

    @Test
    void shouldRefuseWithTheDecodersWords() throws IOException {
        Path file = png("one.png", 10, 10);
        long size = Files.size(file);

        assertThat(images((int) size - 1, SHARE).fault(file, true))
                .as("a byte too many")
                .contains("%s: the image has %d bytes, at most %d are taken".formatted(file, size, size - 1));
        assertThat(images(1 << 20, SHARE - 1).fault(file, true))
                .as("a pixel too many, of all that are taken")
                .hasValueSatisfying(
                        fault -> assertThat(fault).contains("has 10 x 10 pixels, at most 99 in all are taken"));
    }

    @Test
    void shouldDecodeUpToTheLimits() throws IOException {
        Path file = png("largest.png", 10, 10 * ImageFiles.SHARES);

        assertThat(images.<Integer>decode(file, RgbImage::height)).isEqualTo(10 * ImageFiles.SHARES);
        assertThat(images.fault(file, true)).isEmpty();
    }

    @Test
    void shouldDecodeALargePictureAlone() throws Exception {
        Path large = png("large.png", 10, 10 * ImageFiles.SHARES);
        Path small = png("small.png", 10, 10);

        assertThat(isDecodedDuring(large, large)).isFalse();
        assertThat(isDecodedDuring(small, large)).isFalse();
        assertThat(isDecodedDuring(large, small)).isFalse();
        assertThat(isDecodedDuring(small, small)).as("side by side").isEqualTo(ImageFiles.SHARES > 1);
    }

    /** Whether a picture gets decoded while another is in use. If not, it is once the other is not any more. */
    private boolean isDecodedDuring(Path file, Path other) throws InterruptedException {
        AtomicBoolean decoded = new AtomicBoolean();
        Thread thread = new Thread(() -> decoded.set(images.decode(file, image -> true)));
        boolean during = images.decode(other, image -> {
            thread.start();
            await().until(() ->
                    Set.of(Thread.State.WAITING, Thread.State.TERMINATED).contains(thread.getState()));
            return decoded.get();
        });
        thread.join(Duration.ofMinutes(1).toMillis());
        assertThat(decoded).isTrue();
        return during;
    }

    private static ImageFiles images(int maxBytes, int maxPixels) {
        return new ImageFiles(new ImageDecoder(DecodingLimits.ofMemory(maxBytes, maxPixels), OrientationRule.EXIF));
    }

    private Path png(String name, int width, int height) throws IOException {
        return Files.write(folder.resolve(name), TestImages.png(width, height));
    }
}

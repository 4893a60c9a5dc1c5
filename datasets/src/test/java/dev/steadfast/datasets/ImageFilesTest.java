package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
        // Given pictures of all pixels that are taken, and a small one
        Path large = png("large.png", 10, 10 * ImageFiles.SHARES);
        Path small = png("small.png", 10, 10);
        AtomicInteger pixelsInUse = new AtomicInteger();
        int threads = 2 * ImageFiles.SHARES + 2;

        // When many are asked for at the same time
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> most = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Path file = i % 2 == 0 ? large : small;
                most.add(executor.submit(() -> {
                    start.await(1, TimeUnit.MINUTES);
                    int seen = 0;
                    for (int repeat = 0; repeat < 50; repeat++) {
                        seen = Math.max(seen, images.decode(file, image -> inUse(pixelsInUse, image)));
                    }
                    return seen;
                }));
            }

            // Then they never have more pixels together than one may have
            for (Future<Integer> each : most) {
                assertThat(each.get(1, TimeUnit.MINUTES)).isLessThanOrEqualTo(SHARE * ImageFiles.SHARES);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static int inUse(AtomicInteger pixelsInUse, RgbImage image) {
        int pixels = image.width() * image.height();
        int now = pixelsInUse.addAndGet(pixels);
        Thread.onSpinWait();
        pixelsInUse.addAndGet(-pixels);
        return now;
    }

    private static ImageFiles images(int maxBytes, int maxPixels) {
        return new ImageFiles(new ImageDecoder(DecodingLimits.ofMemory(maxBytes, maxPixels), OrientationRule.EXIF));
    }

    private Path png(String name, int width, int height) throws IOException {
        return Files.write(folder.resolve(name), TestImages.png(width, height));
    }
}

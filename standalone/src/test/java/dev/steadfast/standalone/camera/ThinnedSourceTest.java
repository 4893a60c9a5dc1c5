package dev.steadfast.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThinnedSourceTest {

    private long now;

    @Test
    void shouldTakeTenOfTwentyFiveASecond() throws Exception {
        ThinnedSource source = new ThinnedSource(new Camera(Duration.ofMillis(40), 250), 10, () -> now);

        List<String> taken = all(source);

        assertThat(taken).hasSizeBetween(99, 101); // of ten seconds, though 40 ms do not divide 100 ms
        assertThat(source.thinned()).isEqualTo(250 - taken.size());
    }

    @Test
    void shouldTakeAllOfASlowerCamera() throws Exception {
        assertThat(all(new ThinnedSource(new Camera(Duration.ofMillis(300), 20), 5, () -> now)))
                .hasSize(20);
    }

    @Test
    void shouldNotMakeUpForAPauseWithABurst() throws Exception {
        Camera camera = new Camera(Duration.ofMillis(10), 100);
        ThinnedSource source = new ThinnedSource(camera, 1, () -> now);
        assertThat(source.next()).isPresent();
        now += Duration.ofMinutes(1).toNanos();

        assertThat(all(source)).hasSize(1); // in the second that is left
    }

    @Test
    void shouldTakeAllWithoutALimit() throws Exception {
        assertThat(all(new ThinnedSource(new Camera(Duration.ZERO, 50), Double.POSITIVE_INFINITY, () -> now)))
                .hasSize(50);
    }

    private static List<String> all(ImageSource source) throws UnusableImageException, InterruptedException {
        List<String> taken = new ArrayList<>();
        for (Optional<SourceImage> next = source.next(); next.isPresent(); next = source.next()) {
            taken.add(next.get().origin());
        }
        return taken;
    }

    /** Gives an image each interval. */
    private final class Camera implements ImageSource {

        private final Duration interval;
        private final byte[] image = TestImages.png(1);
        private int left;

        Camera(Duration interval, int images) {
            this.interval = interval;
            this.left = images;
        }

        @Override
        public Optional<SourceImage> next() throws UnusableImageException {
            now += interval.toNanos();
            return left-- > 0 ? Optional.of(SourceImage.of("image " + left, image)) : Optional.empty();
        }

        @Override
        public void close() {}
    }
}

package dev.steadfast.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.broker.FreePorts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams as ffmpeg writes them. */
@Timeout(120)
class FfmpegStreamsIT {

    private static final int FRAMES = 25;
    private static final List<String> TEST_PICTURES = List.of(
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=320x240:rate=25",
            "-frames:v",
            Integer.toString(FRAMES),
            "-c:v",
            "mjpeg");

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void assumeInstalled() throws InterruptedException {
        Ffmpeg.assumeInstalled();
    }

    @Test
    void shouldFindEachFrameOfAPipe() throws Exception {
        assertThat(all(streamed(piped("mjpeg")))).hasSize(FRAMES).doesNotHaveDuplicates();
        assertThat(all(streamed(piped("mpjpeg")))).hasSize(FRAMES).doesNotHaveDuplicates(); // with boundaries between
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldFindTheFramesOfAStreamThatIsJoinedInItsMiddle() throws Exception {
        byte[] whole = piped("mjpeg");
        List<byte[]> frames = all(streamed(whole));
        int second = frames.get(0).length;
        int third = second + frames.get(1).length;
        for (int start = 1; start < third; start += 37) {
            List<byte[]> joined = all(streamed(Arrays.copyOfRange(whole, start, whole.length)));

            assertThat(joined.size()).as("joined at byte %d", start).isEqualTo(FRAMES - (start <= second ? 1 : 2));
            assertThat(joined.get(0)).as("joined at byte %d", start).isEqualTo(frames.get(start <= second ? 1 : 2));
        }
    }

    @Test
    void shouldTakeTheLastFrameWhereverItEnds() throws Exception {
        byte[] whole = piped("mjpeg");

        assertThat(all(streamed(Arrays.copyOf(whole, whole.length - 2)))).hasSize(FRAMES);
    }

    @Test
    void shouldReadWhatItServes() throws Exception {
        String url = "http://127.0.0.1:%d/video.mjpeg".formatted(FreePorts.next());
        Process ffmpeg = start(
                "-f", "mpjpeg", "-listen", "1", "-content_type", "multipart/x-mixed-replace;boundary=ffmpeg", url);
        try {
            CameraAddress address = CameraAddress.parse(url, Optional.empty());
            List<byte[]> frames = new ArrayList<>();
            // It listens after a moment, serves once, and ends.
            try (HttpCamera camera = new HttpCamera(address, Optional.empty(), Duration.ofSeconds(30), notice -> {})) {
                while (frames.size() < FRAMES) {
                    frames.add(camera.next().orElseThrow().image().bytes().array());
                }
            }
            assertThat(frames).doesNotHaveDuplicates();
        } finally {
            ffmpeg.destroyForcibly();
        }
    }

    private static byte[] piped(String format) throws IOException, InterruptedException {
        Process ffmpeg = start("-f", format, "-");
        byte[] bytes = ffmpeg.getInputStream().readAllBytes();
        assertThat(ffmpeg.waitFor()).isZero();
        return bytes;
    }

    private static Process start(String... output) throws IOException {
        return new ProcessBuilder(
                        Stream.concat(TEST_PICTURES.stream(), Stream.of(output)).toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static ImageSource streamed(byte[] bytes) {
        return new StreamedImages("standard input", new ByteArrayInputStream(bytes));
    }

    private List<byte[]> all(ImageSource source) throws InterruptedException {
        List<byte[]> images = new ArrayList<>();
        try (ImageFeed feed = ImageFeed.start(source, false, complaints::add)) {
            for (Optional<SourceImage> next = feed.take(); next.isPresent(); next = feed.take()) {
                images.add(next.get().image().bytes().array());
            }
        }
        return images;
    }
}

package dev.steadfast.standalone.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ImageFeedTest {

    @TempDir
    private Path folder;

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @Test
    void shouldWalkFoldersInOrderAndTakeFilesAsTheyAreNamed() throws Exception {
        write("b/2.JPG", TestImages.jpeg(1));
        write("b/10.png", TestImages.png(2));
        write("b/c/1.jpeg", TestImages.jpeg(3));
        write("b/notes.txt", new byte[] {1});
        write("named.dat", TestImages.png(4));

        assertThat(each(files("named.dat", "b")))
                .containsExactly(
                        "named.dat image/png", "b/10.png image/png", "b/2.JPG image/jpeg", "b/c/1.jpeg image/jpeg");
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldComplainAboutEachBadFileAndGoOn() throws Exception {
        write("empty.png", new byte[0]);
        write("text.png", "hello, world".getBytes(US_ASCII));
        write("large.png", new byte[EncodedImage.MAX_BYTES + 1]);
        write("good.png", TestImages.png(1));
        Files.createDirectory(folder.resolve("nothing"));

        assertThat(each(files("absent.png", "empty.png", "text.png", "large.png", "nothing", "good.png")))
                .containsExactly("good.png image/png");
        assertThat(complaints)
                .map(line -> line.replace(folder + "/", ""))
                .containsExactly(
                        "absent.png: does not exist",
                        "empty.png: is empty",
                        "text.png: is neither PNG nor JPEG: it begins with the bytes 68 65 6c 6c 6f 2c 20 77",
                        "large.png: has more than 8388608 bytes, the most that Kafka takes",
                        "nothing: holds no file that ends in .png, .jpg, .jpeg");
    }

    @Test
    void shouldNumberTheImagesOfAStream() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(TestImages.jpeg(1));
        stream.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, 0, 0});
        stream.writeBytes(TestImages.jpeg(2));

        assertThat(each(streamed(new ByteArrayInputStream(stream.toByteArray()))))
                .containsExactly("standard input, image 1 image/jpeg", "standard input, image 3 image/jpeg");
        assertThat(complaints).singleElement().asString().startsWith("standard input, image 2: is not a JPEG");
    }

    @Test
    void shouldComplainAboutAStreamWithoutImages() throws Exception {
        assertThat(each(streamed(new ByteArrayInputStream(new byte[100])))).isEmpty();
        assertThat(complaints).containsExactly("standard input: holds no JPEG");
    }

    @Test
    void shouldSayThatAStreamFails() {
        InputStream broken = new PipedInputStream(); // of no pipe

        assertThatThrownBy(() -> each(streamed(broken)))
                .isInstanceOf(SourceException.class)
                .hasMessage("standard input cannot be read: Pipe not connected");
    }

    @Test
    void shouldLetImagesWaitForTheirTurn() throws Exception {
        Scripted source = new Scripted();
        source.give(1, 2, 3);
        source.end();

        assertThat(each(source)).containsExactly("1 image/png", "2 image/png", "3 image/png");
    }

    @Test
    void shouldDropWhatIsOlderThanTheNewestWhileNobodyTakesIt() throws Exception {
        Scripted source = new Scripted();
        try (ImageFeed feed = ImageFeed.start(source, true, complaints::add)) {
            source.give(1, 2, 3);
            await().until(() -> feed.late() == 2);

            assertThat(feed.take()).map(SourceImage::origin).contains("3");

            source.give(4);
            assertThat(feed.take()).map(SourceImage::origin).contains("4");
            assertThat(feed.late()).isEqualTo(2);
        }
    }

    @Test
    void shouldEndWhenItIsStoppedAndCloseItsSource() throws Exception {
        Scripted source = new Scripted();
        try (ImageFeed feed = ImageFeed.start(source, false, complaints::add)) {
            source.give(1);
            assertThat(feed.take()).isPresent();

            feed.stop(); // while the source waits for more

            assertThat(feed.take()).isEmpty();
            assertThat(source.closed).isTrue();
        }
    }

    @Test
    void shouldStillGiveWhatWasReadWhenItIsStopped() throws Exception {
        Scripted source = new Scripted();
        try (ImageFeed feed = ImageFeed.start(source, true, complaints::add)) {
            source.give(1, 2);
            await().until(() -> feed.late() == 1);

            feed.stop();

            assertThat(feed.take()).map(SourceImage::origin).contains("2");
            assertThat(feed.take()).isEmpty();
        }
    }

    private List<String> each(ImageSource source) throws InterruptedException {
        List<String> found = new ArrayList<>();
        try (ImageFeed feed = ImageFeed.start(source, false, complaints::add)) {
            for (Optional<SourceImage> next = feed.take(); next.isPresent(); next = feed.take()) {
                found.add(next.get().origin().replace(folder + "/", "") + " "
                        + next.get().image().contentType());
            }
        }
        return found;
    }

    private ImageSource files(String... names) {
        return new ChainedSources(Stream.of(names)
                .<ImageSource>map(name -> new NamedFiles(folder.resolve(name).toString()))
                .toList());
    }

    private static ImageSource streamed(InputStream input) {
        return new StreamedImages("standard input", input);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** Gives what the test has put in, and then waits. */
    private static final class Scripted implements ImageSource {

        private final BlockingQueue<Optional<SourceImage>> images = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        void give(int... numbers) throws UnusableImageException {
            for (int number : numbers) {
                images.add(Optional.of(SourceImage.of(Integer.toString(number), TestImages.png(number))));
            }
        }

        void end() {
            images.add(Optional.empty());
        }

        @Override
        public Optional<SourceImage> next() throws InterruptedException {
            return images.take();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

package dev.steadfast.standalone.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFolderTest {

    @TempDir
    private Path folder;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private Duration retryFor = Duration.ofMinutes(1);
    private volatile boolean watching = true;
    private Thread watcher = new Thread();

    @AfterEach
    void stop() throws InterruptedException {
        watching = false;
        watcher.interrupt();
        watcher.join();
    }

    @Test
    void shouldTakeWhatAppearsAndNotWhatWasThere() throws Exception {
        write("old.png", TestImages.png(1));
        watch();

        write("new.png", TestImages.png(2));
        write("2031/05/deep.JPG", TestImages.jpeg(3));
        write("notes.txt", new byte[] {1});
        write(".hidden.png", TestImages.png(4));
        write(".upload/part.png", TestImages.png(5));
        awaitTaken(2);
        write("last.png", TestImages.png(6));
        awaitTaken(3);

        assertThat(taken).containsExactlyInAnyOrder("new.png", "2031/05/deep.JPG", "last.png");
    }

    @Test
    void shouldWaitUntilAFileIsComplete() throws Exception {
        watch();
        byte[] image = TestImages.jpeg(1);
        Path file = write("slow.jpg", Arrays.copyOf(image, image.length / 2));
        write("marker.png", TestImages.png(2));
        awaitTaken(1); // longer than a whole file waits, and yet the other is not taken

        assertThat(taken).containsExactly("marker.png");
        Files.write(file, Arrays.copyOfRange(image, image.length / 2, image.length), StandardOpenOption.APPEND);

        awaitTaken(2);
        assertThat(taken).containsExactly("marker.png", "slow.jpg");
    }

    @Test
    void shouldTakeAFileThatNeverLooksCompleteInTheEnd() throws Exception {
        watch(Duration.ofMillis(300));
        byte[] image = TestImages.jpeg(1);
        write("without-end.jpg", Arrays.copyOf(image, image.length - 2));
        write("text.png", "no image".getBytes(US_ASCII));

        awaitTaken(1);
        await().until(() -> !complaints.isEmpty());

        assertThat(taken).containsExactly("without-end.jpg");
        assertThat(complaints).singleElement().asString().contains("text.png: is neither PNG nor JPEG");
    }

    @Test
    void shouldTakeNoFileTwiceUnlessItIsWrittenAnew() throws Exception {
        watch();
        Path file = write("a.png", TestImages.png(1));
        awaitTaken(1);

        Path moved = Files.move(file, folder.resolve("b.png")); // the same file under another name
        write("c.png", TestImages.png(2));
        awaitTaken(2);
        assertThat(taken).containsExactly("a.png", "c.png");

        Files.write(moved, TestImages.png(3));
        Files.setLastModifiedTime(moved, FileTime.from(Instant.now().plusSeconds(5))); // whatever the clock's steps are
        awaitTaken(3);
        assertThat(taken).containsExactly("a.png", "c.png", "b.png");
    }

    @Test
    void shouldTakeWhatIsMovedIntoPlace() throws Exception {
        Path part = write("whole.png.part", TestImages.png(1));
        watch();

        Files.move(part, folder.resolve("whole.png"));

        awaitTaken(1);
        assertThat(taken).containsExactly("whole.png");
    }

    @Test
    void shouldRefuseWhatIsNoFolder() {
        assertThatThrownBy(() -> new WatchedFolder(folder.resolve("none"), Duration.ofMinutes(1), notices::add))
                .isInstanceOf(SourceException.class)
                .hasMessage(folder.resolve("none") + ": is no folder that can be watched");
    }

    @Test
    void shouldLookForAFolderThatIsAway(@TempDir Path elsewhere) throws Exception {
        write("old.png", TestImages.png(1));
        watch();
        write("before.png", TestImages.png(2));
        awaitTaken(1);

        Path away = Files.move(folder, elsewhere.resolve("away"));
        await().until(() -> !notices.isEmpty());
        Files.write(away.resolve("meanwhile.png"), TestImages.png(3));
        Files.move(away, folder);

        awaitTaken(2);
        write("after.png", TestImages.png(4));
        awaitTaken(3);
        assertThat(taken).containsExactly("before.png", "meanwhile.png", "after.png");
        assertThat(complaints).isEmpty();
        assertThat(notices)
                .first()
                .asString()
                .isEqualTo(folder + ": is no folder that can be watched; looking again in 0 s");
    }

    @Test
    void shouldFindAFileAgainThatWasAwayWhenItWasDue(@TempDir Path elsewhere) throws Exception {
        Path away = elsewhere.resolve("away");
        WatchedFolder source = watched(Duration.ofMinutes(1), notice -> {
            try {
                Files.move(away, folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        write("a.png", TestImages.png(1));
        write("b.png", TestImages.png(2)); // due at the same look
        assertThat(source.next()).isPresent();

        Files.move(folder, away);

        assertThat(source.next())
                .get()
                .extracting(SourceImage::origin)
                .asString()
                .endsWith("b.png");
    }

    @Test
    void shouldGiveUpOnAFolderThatStaysAway(@TempDir Path elsewhere) throws Exception {
        retryFor = Duration.ofMillis(100);
        watch();

        Files.move(folder, elsewhere.resolve("away"));

        await().until(() -> !watcher.isAlive());
        assertThat(complaints).containsExactly(folder + ": is no folder that can be watched");
        assertThat(notices).isNotEmpty();
    }

    private void watch() {
        watch(Duration.ofMinutes(1));
    }

    private void watch(Duration other) {
        WatchedFolder source = watched(other, notices::add);
        watcher = new Thread(() -> {
            while (watching) {
                try {
                    source.next()
                            .map(image -> folder.relativize(Path.of(image.origin())))
                            .map(Path::toString)
                            .ifPresent(taken::add);
                } catch (UnusableImageException e) {
                    complaints.add(String.valueOf(e.getMessage()));
                } catch (SourceException e) {
                    complaints.add(String.valueOf(e.getMessage()));
                    return;
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        watcher.start();
    }

    private WatchedFolder watched(Duration other, Consumer<String> hearing) {
        return new WatchedFolder(
                folder,
                new WatchedFolder.Patience(Duration.ofMillis(10), Duration.ofMillis(100), other),
                new Retries(retryFor, Duration.ofMillis(10), System::nanoTime),
                hearing);
    }

    private void awaitTaken(int files) {
        await().until(() -> taken.size() >= files);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }
}

package dev.steadfast.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourcesTest {

    @TempDir
    private Path folder;

    private final StringWriter complaints = new StringWriter();
    private final List<String> found = new ArrayList<>();

    @Test
    void shouldWalkFoldersInOrderAndTakeFilesAsTheyAreNamed() throws Exception {
        write("b/2.JPG", TestImages.jpeg(1));
        write("b/10.png", TestImages.png(2));
        write("b/c/1.jpeg", TestImages.jpeg(3));
        write("b/notes.txt", new byte[] {1});
        write("named.dat", TestImages.png(4));

        int unusable = each(new byte[0], "named.dat", "b");

        assertThat(unusable).isZero();
        assertThat(found)
                .containsExactly(
                        "named.dat image/png", "b/10.png image/png", "b/2.JPG image/jpeg", "b/c/1.jpeg image/jpeg");
    }

    @Test
    void shouldComplainAboutEachBadFileAndGoOn() throws Exception {
        write("empty.png", new byte[0]);
        write("text.png", "hello, world".getBytes(US_ASCII));
        write("large.png", new byte[EncodedImage.MAX_BYTES + 1]);
        write("good.png", TestImages.png(1));
        Files.createDirectory(folder.resolve("nothing"));

        int unusable = each(new byte[0], "absent.png", "empty.png", "text.png", "large.png", "nothing", "good.png");

        assertThat(unusable).isEqualTo(5);
        assertThat(found).containsExactly("good.png image/png");
        assertThat(complaints.toString().replace(folder + "/", "")).isEqualToNormalizingNewlines("""
                        absent.png: does not exist
                        empty.png: is empty
                        text.png: is neither PNG nor JPEG: it begins with the bytes 68 65 6c 6c 6f 2c 20 77
                        large.png: has more than 8388608 bytes, the most that Kafka takes
                        nothing: holds no file that ends in .png, .jpg, .jpeg
                        """);
    }

    @Test
    void shouldNumberTheImagesOfAStream() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(TestImages.jpeg(1));
        stream.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, 0, 0});
        stream.writeBytes(TestImages.jpeg(2));

        int unusable = each(stream.toByteArray(), "-");

        assertThat(unusable).isEqualTo(1);
        assertThat(found).containsExactly("standard input, image 1 image/jpeg", "standard input, image 3 image/jpeg");
        assertThat(complaints.toString()).startsWith("standard input, image 2: is not a JPEG");
    }

    @Test
    void shouldComplainAboutAStreamWithoutImages() throws Exception {
        assertThat(each(new byte[100], "-")).isEqualTo(1);
        assertThat(complaints.toString()).isEqualToNormalizingNewlines("standard input: holds no JPEG\n");
    }

    private int each(byte[] standardInput, String... names) throws InterruptedException {
        List<String> paths = List.of(names).stream()
                .map(name -> name.equals("-") ? name : folder.resolve(name).toString())
                .toList();
        return new ImageSources(new ByteArrayInputStream(standardInput), new PrintWriter(complaints, true))
                .each(
                        paths,
                        (source, image) -> found.add(source.replace(folder + "/", "") + " " + image.contentType()));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}

package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files that a path on the command line stands for. */
final class ImageFiles {

    private static final byte[] END_OF_JPEG = {(byte) 0xff, (byte) 0xd9};

    /** The chunk IEND: its length, name and CRC. */
    private static final byte[] END_OF_PNG = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 'B', '`', (byte) 0x82};

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    private ImageFiles() {}

    /**
     * A file is itself, whatever its name; a folder is every PNG and JPEG file in it and below, sorted by path.
     *
     * @throws UnusableImageException if there is no such path, or the folder cannot be read or holds none
     */
    static List<Path> of(Path path) throws UnusableImageException {
        if (Files.notExists(path)) {
            throw new UnusableImageException("does not exist");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> images = below.filter(ImageFiles::isImage).sorted().toList();
            if (images.isEmpty()) {
                throw new UnusableImageException("holds no file that ends in " + String.join(", ", ENDINGS));
            }
            return images;
        } catch (IOException e) {
            throw new UnusableImageException("cannot be read: " + e, e);
        } catch (UncheckedIOException e) {
            throw new UnusableImageException("cannot be read: " + e.getCause(), e);
        }
    }

    /** Whether a file's name is that of an image. */
    static boolean isNamedAsOne(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Whether a file's last bytes are those of a JPEG or a PNG. Images with something appended are whole, too, without looking so.
     *
     * @throws IOException if it cannot be read
     */
    static boolean isWhole(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(END_OF_PNG.length);
            channel.position(Math.max(0, channel.size() - last.capacity()));
            while (last.hasRemaining() && channel.read(last) >= 0) {
                // A channel may give less than it is asked for.
            }
            byte[] bytes = Arrays.copyOf(last.array(), last.position());
            return endsWith(bytes, END_OF_JPEG) || endsWith(bytes, END_OF_PNG);
        }
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        return bytes.length >= end.length
                && Arrays.equals(bytes, bytes.length - end.length, bytes.length, end, 0, end.length);
    }

    private static boolean isImage(Path file) {
        return isNamedAsOne(file) && Files.isRegularFile(file);
    }
}

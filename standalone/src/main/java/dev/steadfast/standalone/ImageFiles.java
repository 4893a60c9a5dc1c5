package dev.steadfast.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files that a path on the command line stands for. */
final class ImageFiles {

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

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }
}

package dev.steadfast.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders for the data of embedded services. */
public final class Folders {

    private Folders() {}

    /**
     * The folder to keep data in: the named one, or a temporary one that is removed with the resources.
     *
     * @throws CommandException if it cannot be made or written
     */
    public static Path data(@Nullable Path named, Resources resources) {
        try {
            if (named != null) {
                Path folder = Files.createDirectories(named.toAbsolutePath());
                Files.delete(Files.createTempFile(folder, "writable", ""));
                return folder;
            }
            return resources
                    .start(() -> new Temporary(Files.createTempDirectory("steadfast-")))
                    .folder();
        } catch (IOException e) {
            throw new CommandException(
                    "no data can be written to %s: %s; name another folder with --data"
                            .formatted(named == null ? System.getProperty("java.io.tmpdir") : named, e),
                    e);
        }
    }

    /** A folder that goes with all that is in it. */
    private record Temporary(Path folder) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(folder)) {
                files = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}

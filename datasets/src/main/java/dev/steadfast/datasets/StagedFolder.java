package dev.steadfast.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hidden folder beside the one that is to be, on the same file system, so that what is complete appears at once and what is not never
 * does. It goes away when it is closed, and when the process is ended by a signal.
 */
final class StagedFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StagedFolder.class);

    private final Path root;
    private final Thread atExit = new Thread(this::removeQuietly, "remove-staged-folder");

    private StagedFolder(Path root) {
        this.root = root;
    }

    static StagedFolder beside(Path target) throws IOException {
        Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
        StagedFolder staged = new StagedFolder(Files.createTempDirectory(parent, "." + target.getFileName() + "-"));
        Runtime.getRuntime().addShutdownHook(staged.atExit);
        try {
            Files.createDirectory(staged.files());
            Files.createDirectory(staged.scratch());
        } catch (IOException e) {
            staged.close();
            throw e;
        }
        return staged;
    }

    /** {@return the folder that becomes the target} */
    Path files() {
        return root.resolve("files");
    }

    /** {@return a folder for what is needed on the way} */
    Path scratch() {
        return root.resolve("scratch");
    }

    /** Makes the files the target, in one step. An empty folder in its place is replaced, another is not. */
    void become(Path target) throws IOException {
        Files.move(files(), target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the process is ending, and the hook is at work
        }
        removeQuietly();
    }

    /** What cannot be removed must not hide why the fetch failed; a hidden folder may then be left. */
    private void removeQuietly() {
        try {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(root)) {
                files = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException | UncheckedIOException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("folder", root)
                    .log("a folder of a fetch that failed cannot be removed");
        }
    }
}

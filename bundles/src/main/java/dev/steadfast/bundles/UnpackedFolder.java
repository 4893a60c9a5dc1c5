package dev.steadfast.bundles;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A private temporary folder for the files of an archive. It counts what it writes: an archive's own sizes may lie. */
final class UnpackedFolder implements AutoCloseable {
    /** Well above the largest image classifier, well below a small disk. */
    static final long MOST_FILE_BYTES = 4L << 30;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final List<Path> files = new ArrayList<>();
    private final long mostFileBytes;

    private UnpackedFolder(Path path, long mostFileBytes) {
        this.path = path;
        this.mostFileBytes = mostFileBytes;
    }

    static UnpackedFolder create() throws IOException {
        return create(MOST_FILE_BYTES);
    }

    static UnpackedFolder create(long mostFileBytes) throws IOException {
        return new UnpackedFolder(Files.createTempDirectory("steadfast-bundle-"), mostFileBytes);
    }

    Path path() {
        return path;
    }

    /**
     * Copies one file.
     *
     * @param name a plain name
     * @throws BundleException if there is more of it than a bundle may hold
     */
    void add(String name, InputStream content) throws IOException {
        Path file = path.resolve(name);
        files.add(file);
        byte[] buffer = new byte[BUFFER_BYTES];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                written += read;
                if (written > mostFileBytes) {
                    throw new BundleException(
                            Problem.TOO_LARGE, name + " must unpack to at most " + mostFileBytes + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed", e);
        }
    }
}

package dev.steadfast.bundles;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A bundle in a zip archive. Entries are looked up by the names that the manifest gives; the archive's own are never used. */
final class BundleArchive implements BundleSource {
    private final Path location;
    private final ZipFile zip;

    private BundleArchive(Path location, ZipFile zip) {
        this.location = location;
        this.zip = zip;
    }

    static BundleArchive open(Path location) {
        try {
            return new BundleArchive(location, new ZipFile(location.toFile()));
        } catch (ZipException e) {
            throw new BundleException(
                    Problem.BAD_ARCHIVE, location + " must be a zip archive or a folder, but is neither: " + e, e);
        } catch (IOException e) {
            throw new BundleException(Problem.UNREADABLE, location + " cannot be read: " + e, e);
        }
    }

    @Override
    public Path location() {
        return location;
    }

    @Override
    public boolean has(String file) {
        ZipEntry entry = zip.getEntry(file);
        return entry != null && !entry.isDirectory();
    }

    @Override
    public InputStream read(String file) throws IOException {
        ZipEntry entry = zip.getEntry(file);
        if (entry == null) {
            throw new FileNotFoundException(file + " in " + location);
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

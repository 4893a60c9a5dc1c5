package dev.steadfast.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bundle that lies unpacked in a folder. Links are followed: what a file may contain is fixed by its checksum. */
record BundleFolder(Path location) implements BundleSource {

    @Override
    public boolean has(String file) {
        return Files.isRegularFile(location.resolve(file));
    }

    @Override
    public InputStream read(String file) throws IOException {
        return Files.newInputStream(location.resolve(file));
    }

    @Override
    public void close() {
        // A folder holds nothing open.
    }
}

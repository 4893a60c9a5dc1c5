package dev.steadfast.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that are tested here. */
final class Repository {

    private Repository() {}

    static Path root() {
        return Path.of(System.getProperty("steadfast.home", ".."))
                .toAbsolutePath()
                .normalize();
    }

    static Path file(String path) {
        return root().resolve(path);
    }

    static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}

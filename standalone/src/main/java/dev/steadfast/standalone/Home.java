package dev.steadfast.standalone;

import java.nio.file.Path;

/** Where Steadfast is installed: the launcher says so. */
final class Home {

    private Home() {}

    static Path folder() {
        return Path.of(System.getProperty("steadfast.home", "."))
                .toAbsolutePath()
                .normalize();
    }
}

package dev.steadfast.standalone.command;

import java.nio.file.Path;

/** Where Steadfast is installed: the launcher says so. */
public final class Home {

    private Home() {}

    public static Path folder() {
        return Path.of(System.getProperty("steadfast.home", "."))
                .toAbsolutePath()
                .normalize();
    }
}

package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.PublishedNetwork;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The networks whose state dicts can be taken: names for a command line. */
final class Architectures implements Iterable<String> {
    private static final String ENDING = ".pt";

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }

    private static Path folder() {
        return Home.folder().resolve("models/architectures/published");
    }

    private static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandException(folder() + " cannot be read: " + e, e);
        }
    }

    /**
     * Opens one.
     *
     * @throws CommandException if there is none of that name
     */
    static PublishedNetwork open(String name) {
        if (!names().contains(name)) {
            throw new CommandException(
                    "--architecture must be one of %s, but is \"%s\"".formatted(String.join(", ", names()), name));
        }
        try {
            return PublishedNetwork.read(name, folder().resolve(name + ENDING));
        } catch (IOException e) {
            throw new CommandException("the architecture " + name + " cannot be read: " + e.getMessage(), e);
        }
    }
}

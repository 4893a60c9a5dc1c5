package dev.steadfast.chaos.processes;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What starts a {@code steadfast} command.
 *
 * @param name for people
 * @param prefix the words before the command's own
 */
public record Installation(String name, List<String> prefix) {

    public Installation {
        prefix = List.copyOf(prefix);
    }

    /** Another checkout or installation, by its launcher. */
    public static Installation in(Path folder) {
        return new Installation(
                folder.toString(), List.of(folder.resolve("steadfast").toString()));
    }

    /** The whole command line. */
    List<String> command(List<String> arguments) {
        return Stream.concat(prefix.stream(), arguments.stream()).toList();
    }
}

package dev.steadfast.standalone.keys;

import dev.steadfast.gateway.access.ApiKeyFile;
import dev.steadfast.standalone.command.CommandException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The file of API keys that a command is for. */
final class KeyFileOption {

    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "The file of keys, which gateway.access.api-keys names.")
    private Path path = Path.of("");

    /** What a command does with the file. */
    interface Task<T> {
        T with(ApiKeyFile file) throws IOException;
    }

    /**
     * Does it.
     *
     * @throws CommandException if the file cannot be read or written, or refuses; the message says why
     */
    <T> T use(Task<T> task) {
        try {
            return task.with(new ApiKeyFile(path));
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    "%s: there is no such file; 'steadfast keys create' makes it".formatted(path), e);
        } catch (IOException e) {
            throw new CommandException("%s cannot be used: %s".formatted(path, e), e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }
}

package dev.steadfast.gateway.access;

import dev.steadfast.files.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of API keys: a line for each, as {@link ApiKey} has it; {@code #} begins a comment. A change replaces the file as a whole, so that a
 * reader sees all of it or nothing; two changes at a time, of any processes, wait for each other.
 *
 * @param path the file
 */
public record ApiKeyFile(Path path) {

    private static final String HEADER =
            "# name, SHA-256 of the key, roles, cameras; perhaps max-samples=N and budget=N/s+N";

    /**
     * The keys in their order.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not as it should be, with file, line and rule
     */
    public List<ApiKey> read() throws IOException {
        return parse(Files.readString(path));
    }

    List<ApiKey> parse(String text) {
        List<ApiKey> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (isComment(lines.get(i))) {
                continue;
            }
            try {
                ApiKey key = ApiKey.parse(lines.get(i));
                if (!names.add(key.name())) {
                    throw new IllegalArgumentException("there is a key named '%s' above".formatted(key.name()));
                }
                keys.add(key);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s, line %d: %s".formatted(path, i + 1, e.getMessage()), e);
            }
        }
        return keys;
    }

    /**
     * Adds a key; makes the file if there is none.
     *
     * @throws IOException if the file cannot be read or written
     * @throws IllegalArgumentException if a key of this name is there, or the file is not as it should be
     */
    public void add(ApiKey key) throws IOException {
        change(lines -> {
            if (lines.stream().anyMatch(line -> isOf(key.name(), line))) {
                throw new IllegalArgumentException(
                        "%s has a key named '%s' already: choose another name, or revoke that one"
                                .formatted(path, key.name()));
            }
            List<String> changed = new ArrayList<>(lines.isEmpty() ? List.of(HEADER) : lines);
            changed.add(key.line());
            return changed;
        });
    }

    /**
     * Removes a key; everything else in the file stays as it is.
     *
     * @throws IOException if the file cannot be read or written
     * @throws IllegalArgumentException if there is no such key, or the file is not as it should be
     */
    public void remove(String name) throws IOException {
        change(lines -> {
            List<String> changed =
                    lines.stream().filter(line -> !isOf(name, line)).toList();
            if (changed.size() == lines.size()) {
                throw new IllegalArgumentException("%s has no key named '%s'".formatted(path, name));
            }
            return changed;
        });
    }

    private interface Change {
        List<String> of(List<String> lines);
    }

    private void change(Change change) throws IOException {
        Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            String before = Files.exists(file) ? Files.readString(file) : "";
            parse(before);
            String after = String.join("\n", change.of(before.lines().toList())) + "\n";
            parse(after);
            WholeFile.write(file, after);
        }
    }

    private static boolean isOf(String name, String line) {
        return !isComment(line) && ApiKey.parse(line).name().equals(name);
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }
}

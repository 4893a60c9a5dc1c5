package dev.steadfast.models;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The libtorch that the environment asks DJL for, in place of the one on the class path. Images of PyTorch set {@code PYTORCH_VERSION} to their own
 * version, which DJL takes for an order.
 *
 * @param variables value by name; null where one is not set
 * @param needed the version that the engine was built for, as in 2.7.1
 */
record LibtorchChoice(Function<String, @Nullable String> variables, String needed) {

    private static final String VERSION = "PYTORCH_VERSION";
    private static final String FOLDERS = "PYTORCH_LIBRARY_PATH";
    private static final List<String> ALL = List.of(FOLDERS, VERSION, "PYTORCH_FLAVOR");
    private static final String LIBRARY = "libtorch.so";

    /** As in libtorch's archive and in PyTorch's Python package. */
    private static final List<String> VERSION_FILES = List.of("build-version", "version.py");

    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+\\.\\d+[+\\w.]*");

    /** As DJL looks them up: the environment's, else the system property of that name. */
    static LibtorchChoice ofThisProcess(String needed) {
        return new LibtorchChoice(
                name -> Optional.ofNullable(System.getenv(name)).orElseGet(() -> System.getProperty(name)), needed);
    }

    /** Why this cannot go well, as far as it can be seen without loading anything: a sentence for who set the variables. */
    Optional<String> objection() {
        Optional<String> version = value(VERSION);
        if (version.isPresent() && !fits(version.get())) {
            return Optional.of("%s is set to %s, but the engine needs libtorch %s%s: unset %s"
                    .formatted(
                            VERSION, version.get(), needed, value(FOLDERS).isEmpty() ? " and brings it" : "", VERSION));
        }
        return value(FOLDERS).flatMap(this::objectionToFolders);
    }

    private Optional<String> objectionToFolders(String folders) {
        Optional<Path> folder = Stream.of(folders.split(File.pathSeparator, -1))
                .map(Path::of)
                .map(path -> path.endsWith(LIBRARY) ? path.resolveSibling("") : path)
                .filter(path -> Files.isRegularFile(path.resolve(LIBRARY)))
                .findFirst();
        if (folder.isEmpty()) {
            return Optional.of(
                    "%s is set to %s, where there is no %s; set it to the folder lib of libtorch %s, or unset it"
                            .formatted(FOLDERS, folders, LIBRARY, needed));
        }
        return versionIn(folder.get())
                .filter(found -> !fits(found))
                .map(found ->
                        "%s is set to %s, where libtorch %s was found, but the engine needs libtorch %s; set it to the folder lib of that, or unset it"
                                .formatted(FOLDERS, folders, found, needed));
    }

    /** What the environment says, for a message about a library that did not load; empty if it says nothing. */
    String asSet() {
        return ALL.stream()
                .flatMap(name -> value(name).map(value -> name + "=" + value).stream())
                .collect(Collectors.joining(", "));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
    }

    private boolean fits(String version) {
        return version.equals(needed) || version.matches(Pattern.quote(needed) + "[^0-9.].*");
    }

    private static Optional<String> versionIn(Path folder) {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        return parent == null
                ? Optional.empty()
                : VERSION_FILES.stream()
                        .map(parent::resolve)
                        .filter(Files::isRegularFile)
                        .flatMap(file -> number(file).stream())
                        .findFirst();
    }

    private static Optional<String> number(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.limit(10)
                    .map(NUMBER::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // then the library itself says whether it fits
        }
    }
}

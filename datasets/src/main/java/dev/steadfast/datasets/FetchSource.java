package dev.steadfast.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One of the places that a dataset can be had from. */
interface FetchSource {

    /** {@return what it is, for messages} */
    String name();

    /** {@return what the source itself has compared, for messages, or nothing} */
    default Optional<String> compared() {
        return Optional.empty();
    }

    /**
     * Writes the dataset's files. Nobody looks at them before the method has returned.
     *
     * @param files an empty folder for the dataset's files
     * @param scratch an empty folder for anything else; it is removed afterwards
     * @throws IOException if they cannot be had here: another source may be tried
     */
    void fetch(Path files, Path scratch, FetchProgress progress) throws IOException;
}

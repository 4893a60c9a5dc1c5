package dev.steadfast.training.run;

import dev.steadfast.files.WholeFile;
import dev.steadfast.training.TrainingException;
import java.io.IOException;
import java.nio.file.Path;

/** Files of a run. */
final class RunFile {

    private RunFile() {}

    /** @throws TrainingException if the file cannot be written; an earlier one is left as it was */
    static void write(Path file, WholeFile.Content content) {
        try {
            WholeFile.write(file, content);
        } catch (IOException | RuntimeException e) {
            throw new TrainingException(file + " cannot be written: " + e, e);
        }
    }
}

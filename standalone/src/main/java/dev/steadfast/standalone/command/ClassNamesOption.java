package dev.steadfast.standalone.command;

import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.OfModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a dataset calls the classes of a bundle. */
public final class ClassNamesOption {

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description =
                    "What the data call the bundle's classes: a text file with a name in each line, in the order of the bundle's labels. Default: their"
                            + " labels, with _ for spaces and slashes or not; or their numbers from 0; or WordNet ids, one for each class.")
    private @Nullable Path file;

    /**
     * {@return the images with the bundle's labels}
     *
     * @param classes the bundle's
     * @throws dev.steadfast.datasets.DatasetException if they are of classes that the bundle does not have
     */
    public LabelledImages match(LabelledImages images, List<String> classes) {
        return OfModel.of(images, classes, Optional.ofNullable(file).map(ClassNamesOption::names));
    }

    private static List<String> names(Path file) {
        DistinctLabels read = LabelFile.read(file);
        if (!read.notes().isEmpty()) {
            throw new CommandException(
                    file + ": the names must be different, but " + read.notes().get(0));
        }
        return read.labels();
    }
}

package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.InputShape;
import dev.steadfast.datasets.Datasets;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.Split;
import dev.steadfast.standalone.command.DistinctLabels;
import dev.steadfast.standalone.command.LabelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the classes of a new bundle are called. */
final class LabelsOption {

    @Option(
            names = "--classes",
            paramLabel = "A,B,...",
            split = ",",
            required = true,
            description = "The labels, in the order of the classifier's logits.")
    private List<String> classes = List.of();

    @Option(
            names = "--classes-from",
            paramLabel = "PATH",
            required = true,
            description =
                    "The same, from a dataset's folder, or from a text file (UTF-8) with a label in each line. Of labels that occur again, the second gets \" (2)\" behind it, and so on.")
    private @Nullable Path from;

    /**
     * {@return the labels}
     *
     * @param shape of the images, asked for only where a dataset's folder has the labels
     * @param notes is told of labels that were made distinct
     */
    List<String> read(Supplier<InputShape> shape, Consumer<String> notes) {
        if (from == null) {
            return classes;
        }
        if (Files.isDirectory(from)) {
            InputShape input = shape.get();
            return Datasets.open(from, Split.TEST, input.height(), input.width())
                    .classes();
        }
        DistinctLabels read = LabelFile.read(from);
        read.notes().forEach(note -> notes.accept(from + ": " + note));
        return read.labels();
    }

    /** {@return the dataset that has the labels, its images as they are; empty if they come from elsewhere} */
    Optional<LabelledImages> dataset() {
        return from == null || !Files.isDirectory(from)
                ? Optional.empty()
                : Optional.of(Datasets.open(from, Split.TEST));
    }
}

package dev.steadfast.standalone.evaluate;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.datasets.Datasets;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.Split;
import dev.steadfast.standalone.command.ClassNamesOption;
import dev.steadfast.standalone.command.OrientationOption;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Labelled images to measure a bundle with. */
final class MeasuredImages {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description =
                    "The dataset: CIFAR-10's or (Fashion-)MNIST's files, or images in folders DIR/test/<class>/, of all of the bundle's classes or"
                            + " some. Other sizes are scaled and cut to the bundle's input, as the stream does.")
    private Path data = Path.of("");

    @Option(names = "--split", description = "Which images of it: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Split split = Split.TEST;

    @Mixin
    private OrientationOption orientation = new OrientationOption();

    @Mixin
    private ClassNamesOption names = new ClassNamesOption();

    /** Opens them as a bundle takes them, their labels its own. */
    LabelledImages open(BundleManifest bundle) {
        return names.match(Datasets.open(data, split, bundle.canonicaliser(), orientation.rule()), bundle.classes());
    }
}

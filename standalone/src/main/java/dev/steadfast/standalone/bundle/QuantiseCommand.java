package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleDraft;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.WeightStorage;
import dev.steadfast.datasets.Datasets;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.Split;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.models.IntegerModules;
import dev.steadfast.quantisation.QuantisationException;
import dev.steadfast.quantisation.Quantiser;
import dev.steadfast.quantisation.Quantiser.Quantised;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a bundle of integer networks out of another one. */
@Command(
        name = "quantise",
        mixinStandardHelpOptions = true,
        description = {
            "Makes of a bundle one whose networks compute with integers only: the same logits, bit for bit, on every"
                    + " processor, and faster on all of them. Weights get 7 bits and activations 8, by calibration on"
                    + " training images; nothing is trained.",
            "",
            "For the networks of models/architectures; others are refused, with the operation that has no integer"
                    + " form, and a classifier may be kept as it is (--keep-classifier). It is another function than before: measure it anew."
        },
        footer = {
            "",
            "Example:",
            "  steadfast quantise --bundle models/zoo/cifar10 --data data --out cifar10-int8",
            "  steadfast certify --bundle cifar10-int8 --data data --every 20 --sigma 0.25 --samples 10000 --out"
                    + " r25.tsv"
        })
public final class QuantiseCommand implements Callable<Integer> {
    private static final String PRECISION = "int8";
    private static final int MOST_IMAGES = 4096;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--bundle",
            paramLabel = "B",
            required = true,
            description = "The bundle: a folder, or a zip archive of one.")
    private Path bundle = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The dataset; training images are taken. CIFAR-10 and (Fashion-)MNIST must be of the bundle's"
                    + " size; images in folders DIR/train/<class>/ are scaled and cut to it, as the stream does.")
    private Path data = Path.of("");

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "How many of them, spread over all: 8 to 4096. A megabyte of memory each, at 32 x 32 pixels."
                    + " Default: ${DEFAULT-VALUE}")
    private int images = 128;

    @Option(
            names = "--keep-classifier",
            description =
                    "Make integers of the denoiser alone, in front of the classifier as it is. Votes then depend on the machine, as"
                            + " before.")
    private boolean keepClassifier;

    @Option(names = "--name", paramLabel = "N", description = "What it is called. Default: the bundle's name")
    private @Nullable String name;

    @Option(
            names = "--bundle-version",
            paramLabel = "V",
            description = "Its version. Default: the bundle's, with -int8 behind it")
    private @Nullable String version;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The bundle's folder: new or empty.")
    private Path out = Path.of("");

    @Option(names = "--replace", description = "Replaces a bundle that is there; other files beside it stay.")
    private boolean replace;

    @Override
    public Integer call() throws InterruptedException {
        if (images < 8 || images > MOST_IMAGES) {
            throw new ParameterException(
                    spec.commandLine(), "--images must be 8 to " + MOST_IMAGES + ", but is " + images);
        }
        return Resources.closedAtTheEndOf(resources -> {
            ModelBundle opened = resources.start(() -> ModelBundle.open(bundle));
            requireValuesAsTheyAre(opened.manifest());
            LabelledImages training = training(opened.manifest());
            BundleDraft raw = resources.start(() -> BundleDraft.begin(sibling(), false));
            BundleDraft draft = resources.start(() -> BundleDraft.begin(out, replace));
            try {
                Networks networks = networks(opened, chosen(training, 0), raw.folder());
                BundlePlan plan = plan(opened.manifest(), training, networks);
                BundleManifest manifest = new BundleTrial(resources, draft.folder(), "cpu").write(plan);
                double same = AlikeVotes.part(opened, draft.folder(), chosen(training, 0.5), resources);
                draft.publish();
                say(manifest, same);
            } catch (IOException e) {
                throw new CommandException(out + " cannot be made: " + e, e);
            }
            return ExitCode.OK;
        });
    }

    /** Between integer networks nothing is computed in floating point. */
    private void requireValuesAsTheyAre(BundleManifest manifest) {
        if (!keepClassifier && !manifest.preprocessing().leavesValues()) {
            throw new CommandException(
                    "The preprocessing of %s changes pixel values in front of the classifier, which then has no integer form. --keep-classifier makes integers of the denoiser alone, and leaves both as they are; votes then depend on the machine."
                            .formatted(manifest.name()));
        }
    }

    /** For what is written on the way; it is never published. */
    private Path sibling() {
        return out.resolveSibling(out.getFileName() + ".raw");
    }

    private LabelledImages training(BundleManifest manifest) {
        int height = manifest.input().height();
        int width = manifest.input().width();
        LabelledImages training = Datasets.hasSizeOfItsOwn(data)
                ? Datasets.open(data, Split.TRAIN)
                : Datasets.open(data, Split.TRAIN, manifest.canonicaliser(), OrientationRule.EXIF);
        if (training.height() != height || training.width() != width) {
            throw new CommandException("--data must have images of " + height + " x " + width + " pixels, those of "
                    + manifest.name() + ", but " + training.name() + " has images of " + training.height() + " x "
                    + training.width());
        }
        return training;
    }

    /** Spread over all; those of another part of a step are others, where there are enough. */
    private List<byte[]> chosen(LabelledImages training, double ofStep) {
        int count = Math.min(images, training.size());
        return IntStream.range(0, count)
                .mapToObj(i -> training.image((int) ((i + ofStep) * training.size() / count)))
                .toList();
    }

    /** The networks of the new bundle. */
    private record Networks(Path classifier, Optional<Path> denoiser) {}

    private Networks networks(ModelBundle opened, List<byte[]> images, Path folder) throws IOException {
        Path denoiser = folder.resolve(BundleDraft.DENOISER);
        if (keepClassifier) {
            return new Networks(
                    opened.classifier(), Optional.of(written(Quantiser.quantiseDenoiser(opened, images), denoiser)));
        }
        Quantised quantised = quantised(opened, images);
        Path classifier = written(quantised.classifier(), folder.resolve(BundleDraft.CLASSIFIER));
        return new Networks(
                classifier,
                quantised.denoiser().isPresent()
                        ? Optional.of(written(quantised.denoiser().get(), denoiser))
                        : Optional.empty());
    }

    private static Quantised quantised(ModelBundle opened, List<byte[]> images) throws IOException {
        try {
            return Quantiser.quantise(opened, images);
        } catch (QuantisationException e) {
            if (opened.denoiser().isEmpty()
                    || !String.valueOf(e.getMessage())
                            .startsWith(opened.classifier().toString())) {
                throw e;
            }
            throw new CommandException(
                    e.getMessage()
                            + "\n--keep-classifier makes integers of the denoiser alone, and leaves the classifier as it is; votes then depend on the"
                            + " machine.",
                    e);
        }
    }

    private BundlePlan plan(BundleManifest was, LabelledImages training, Networks networks) {
        Map<String, String> provenance = new LinkedHashMap<>(was.provenance());
        // What was measured was another function.
        provenance.keySet().removeIf(key -> key.startsWith("measured.") || key.equals("certifiedAccuracy"));
        provenance.put("quantised.from", was.name() + " " + was.version() + ", digest " + was.digest());
        provenance.put("quantised.data", training.name() + ", " + Math.min(images, training.size()) + " images");
        if (keepClassifier) {
            provenance.put("quantised.networks", "the denoiser; the classifier is as it was");
        }
        String precision = keepClassifier ? PRECISION + "-" + was.precision() : PRECISION;
        return new BundlePlan(
                networks.classifier(),
                networks.denoiser(),
                WeightStorage.AS_IS,
                WeightStorage.AS_IS,
                name == null ? was.name() : name,
                version == null ? was.version() + "-" + PRECISION : version,
                was.input(),
                was.preprocessing(),
                was.classes(),
                was.batch(),
                precision,
                was.sigma(),
                provenance);
    }

    private static Path written(IntegerNetwork network, Path file) throws IOException {
        IntegerModules.write(network, file);
        return file;
    }

    private void say(BundleManifest manifest, double sameAnswers) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println(new BundleSheet(out, manifest).text());
        terminal.println();
        if (keepClassifier) {
            terminal.println(
                    "The classifier is as it was, and only the denoiser is of integers: votes depend on the machine, as before. Those of unlike"
                            + " machines are not pooled, and replay --exact cannot cast them again.");
        }
        terminal.printf(
                Locale.ROOT,
                "On %.1f%% of other noisy training images both bundles answer alike. Measure it anew: steadfast certify"
                        + " --bundle %s%n",
                100 * sameAnswers,
                out);
        terminal.flush();
    }
}

package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleDraft;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.Preprocessing;
import dev.steadfast.bundles.PublishedNetwork;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.bundles.WeightStorage;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.ImageSize;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.training.objectives.NoiseRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a bundle of TorchScript files. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a bundle of a classifier and a denoiser that were saved with torch.jit.script(model).save(FILE), or of a state dict of a usual"
                    + " architecture.",
            "",
            "The files are copied without the paths and times in them, checked, and run once as a worker runs them. The bundle then appears"
                    + " as a whole; if anything is wrong, nothing does."
        },
        footer = {
            "",
            "Example:",
            "  steadfast bundle create --classifier classifier.pt --denoiser runs/stability/network.pt --name pets --bundle-version 1 \\",
            "      --classes cat,dog --input 64x64 --sigma 0.1..1.05 --precision fp32 --recipe runs/stability --out my-pets",
            "  steadfast bundle create --classifier resnet18.safetensors --architecture resnet18 --preprocessing torchvision --input 224x224 \\",
            "      --classes-from labels.txt --name photographs --bundle-version 1 --sigma 0.1..1 --precision fp32 --out photographs",
            "",
            "Then measure it: steadfast certify, steadfast report --json, steadfast bundle annotate --accuracy."
        })
final class BundleCreateCommand implements Callable<Integer> {
    private static final int CHANNELS = 3;
    private static final int USUAL_BATCH = 32;
    private static final long MOST_PIXELS = USUAL_BATCH * 224L * 224;

    /** The type of the arithmetic. */
    enum Precision {
        BF16,
        FP32
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--classifier",
            paramLabel = "FILE",
            required = true,
            description =
                    "The classifier: forward takes float32 [batch, 3, height, width], as --preprocessing says, not clipped to any range, and"
                            + " returns float32 logits [batch, classes].")
    private Path classifier = Path.of("");

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            completionCandidates = Architectures.class,
            description =
                    "What --classifier has the weights of, where it is a state dict: safetensors, or of torch.save (.pth, .pt). One of"
                            + " ${COMPLETION-CANDIDATES}, with the parameter names of torchvision or efficientnet-lite-pytorch. Nothing in the"
                            + " file is run.")
    private @Nullable String architecture;

    @Option(
            names = "--denoiser",
            paramLabel = "FILE",
            description =
                    "The denoiser: images to images; forward may have a second argument, sigma, float32 [batch, 1, 1, 1]. None for a"
                            + " classifier that was trained on noisy images.")
    private @Nullable Path denoiser;

    @Option(names = "--name", paramLabel = "N", required = true, description = "What it is called.")
    private String name = "";

    @Option(names = "--bundle-version", paramLabel = "V", required = true, description = "Its version, e.g. 1.0.0.")
    private String version = "";

    @ArgGroup(multiplicity = "1")
    private LabelsOption labels = new LabelsOption();

    @Option(
            names = "--input",
            paramLabel = "HxW",
            converter = ImageSize.Converter.class,
            description =
                    "Height and width of the images. Default: those of the dataset that --classes-from names, if it has one size.")
    private @Nullable ImageSize input;

    @Mixin
    private PreprocessingOptions preprocessing = new PreprocessingOptions();

    @Option(
            names = "--sigma",
            paramLabel = "MIN..MAX",
            required = true,
            description = "The noise levels that the networks were trained for; requests for others are refused.")
    private String sigma = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "Images in every forward pass. Larger ones are faster, up to a point, take the more memory, and make the least work a request can be."
                            + " Multiples of 32 fill the vectors of every processor; in others, networks with sigmoid or SiLU may round the last rows"
                            + " otherwise, and are then refused. Default: 32, or less for inputs beyond 224x224, so that a pass takes no more memory.")
    private @Nullable Integer batch;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            required = true,
            description =
                    "The arithmetic inside the networks, as they were written: ${COMPLETION-CANDIDATES}. It is noted, not changed.")
    private Precision precision = Precision.FP32;

    @Option(
            names = "--variant",
            paramLabel = "P=FILE[,FILE]",
            converter = VariantFiles.Words.class,
            description =
                    "The same networks in another precision: fp32=classifier.pt,denoiser.pt, say. A worker takes what is fastest on its machine;"
                            + " votes of different precisions are never pooled. May be repeated.")
    private List<VariantFiles> variants = List.of();

    @Option(
            names = "--store-weights",
            paramLabel = "as-is|bf16|denoiser-bf16",
            converter = StoredWeights.Words.class,
            description =
                    "bf16 halves the files of networks that cast their weights, as those in models/architectures do; denoiser-bf16 the denoiser's"
                            + " alone. Default: as-is")
    private StoredWeights storage = new StoredWeights(WeightStorage.AS_IS, WeightStorage.AS_IS);

    @Mixin
    private BundleNotes notes = new BundleNotes();

    @Option(
            names = "--device",
            description = "Where to run it once: cpu, cuda:0, ..., or auto. Default: ${DEFAULT-VALUE}")
    private String device = "auto";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The bundle's folder: new or empty.")
    private Path out = Path.of("");

    @Option(names = "--replace", description = "Replaces a bundle that is there; other files beside it stay.")
    private boolean replace;

    @Override
    public Integer call() throws InterruptedException {
        BundlePlan plan = plan();
        return Resources.closedAtTheEndOf(resources -> {
            BundleDraft draft = resources.start(() -> BundleDraft.begin(out, replace));
            BundleTrial trial = new BundleTrial(resources, draft.folder(), device);
            BundleManifest manifest = notes.addTo(
                    architecture == null ? trial.write(plan) : trial.write(plan, filled(architecture, resources)));
            try {
                manifest.write(draft.folder());
                draft.publish();
            } catch (IOException e) {
                throw new CommandException(out + " cannot be made: " + e, e);
            }
            PrintWriter terminal = spec.commandLine().getOut();
            terminal.println(new BundleSheet(out, manifest).text());
            terminal.flush();
            return ExitCode.OK;
        });
    }

    /** The architecture with the weights of the state dict. */
    private Path filled(String name, Resources resources) {
        if (!storage.classifier().equals(WeightStorage.AS_IS)) {
            throw wrong(
                    "--store-weights must be as-is or denoiser-bf16 with --architecture, whose networks compute in float32");
        }
        PublishedNetwork network = Architectures.open(name);
        BundleDraft raw =
                resources.start(() -> BundleDraft.begin(out.resolveSibling(out.getFileName() + ".raw"), false));
        Path file = raw.folder().resolve(BundleDraft.CLASSIFIER);
        try {
            network.fill(classifier, file)
                    .forEach(note -> spec.commandLine().getErr().println(classifier + ": " + note));
            return file;
        } catch (NoSuchFileException e) {
            throw new CommandException(classifier + " does not exist", e);
        } catch (IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private BundlePlan plan() {
        return new BundlePlan(
                classifier,
                Optional.ofNullable(denoiser),
                storage.classifier(),
                storage.denoiser(),
                name,
                version,
                shape(),
                preprocessing(),
                classes(),
                batch == null ? usualBatch(shape()) : batch,
                precision.name().toLowerCase(Locale.ROOT),
                range(),
                notes.firstNotes(),
                variants);
    }

    /** The largest power of two that is not above 32, and takes no more pixels than 32 images of 224 x 224. */
    private static int usualBatch(InputShape shape) {
        long images = MOST_PIXELS / ((long) shape.height() * shape.width());
        return (int) Long.highestOneBit(Math.max(1, Math.min(USUAL_BATCH, images)));
    }

    private List<String> classes() {
        return labels.read(this::shape, note -> spec.commandLine().getErr().println(note));
    }

    private InputShape shape() {
        if (input != null) {
            return new InputShape(CHANNELS, input.height(), input.width());
        }
        LabelledImages images = labels.dataset()
                .orElseThrow(() -> wrong(
                        "--input is missing: height and width of the images that the classifier takes, as in 32x32"));
        return new InputShape(CHANNELS, images.height(), images.width());
    }

    private Preprocessing preprocessing() {
        try {
            return preprocessing.of(shape());
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "--" + String.valueOf(e.getMessage()).replaceFirst("preprocessing\\.(values\\.|resize\\.)", ""));
        }
    }

    private SigmaRange range() {
        try {
            NoiseRange range = NoiseRange.parse(sigma);
            return new SigmaRange(range.min(), range.max());
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

package dev.steadfast.standalone.train;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.datasets.Datasets;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.Split;
import dev.steadfast.images.Canonicaliser;
import dev.steadfast.standalone.command.ImageSize;
import dev.steadfast.standalone.command.OrientationOption;
import dev.steadfast.standalone.command.Version;
import dev.steadfast.training.data.Augmentation;
import dev.steadfast.training.optimisation.Muon;
import dev.steadfast.training.optimisation.Optimiser;
import dev.steadfast.training.optimisation.Schedule;
import dev.steadfast.training.optimisation.TrainingPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the training of a classifier and that of a denoiser have in common. */
final class TrainingOptions {

    enum Rule {
        ADAM,
        SGD,
        MUON
    }

    enum Course {
        CONSTANT,
        STEP,
        ONE_CYCLE
    }

    /** Where the network comes from. */
    static final class Beginning {

        @Option(
                names = "--network",
                paramLabel = "FILE",
                required = true,
                description =
                        "An untrained TorchScript network, as in models/architectures: its weights are drawn anew.")
        private @Nullable Path network;

        @Option(
                names = "--continue-from",
                paramLabel = "FILE",
                required = true,
                description =
                        "A trained one, not frozen, or the checkpoint.zip of a run: training begins with its weights.")
        private @Nullable Path trained;
    }

    /** Of what size images are, and how they come to it. */
    static final class Input {

        @Option(
                names = "--input",
                paramLabel = "HxW",
                converter = ImageSize.Converter.class,
                description =
                        "Height and width of the network's input, e.g. 224x224. Needed for folders of image files, which are scaled and"
                                + " cut to it as the stream does for bundles without preprocessing. Default: the dataset's own.")
        private @Nullable ImageSize size;

        @Option(
                names = "--input-of",
                paramLabel = "B",
                description =
                        "The same of a bundle: its height and width, images resized and cut as the stream does it for that bundle.")
        private @Nullable Path bundle;

        Optional<Canonicaliser> canonicaliser() {
            if (bundle != null) {
                return Optional.of(BundleManifest.read(bundle).canonicaliser());
            }
            return Optional.ofNullable(size).map(asked -> Canonicaliser.covering(asked.height(), asked.width()));
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Beginning beginning = new Beginning();

    @Option(
            names = "--weights-from",
            paramLabel = "FILE",
            description =
                    "A trained network: whichever of its weights have the same name and shape take the place of those drawn, as those of a"
                            + " classifier's encoder for a denoiser that has the same one.")
    private @Nullable Path weightsFrom;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "A dataset, as `steadfast data` fetches it, or a folder for each class in train/ and test/.")
    private Path data = Path.of("");

    @ArgGroup
    private Input input = new Input();

    @Mixin
    private OrientationOption orientation = new OrientationOption();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description =
                    "The run's folder: checkpoint.zip, log.tsv, and at the end network.pt. A run that is there goes on.")
    private Path out = Path.of("");

    @Option(names = "--epochs", paramLabel = "N", required = true, description = "How often each image is seen.")
    private double epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Images in a step. Default: ${DEFAULT-VALUE}.")
    private int batch = 128;

    @Option(names = "--optimiser", paramLabel = "NAME", description = "adam, sgd or muon. Default: ${DEFAULT-VALUE}.")
    private Rule optimiser = Rule.ADAM;

    @Option(names = "--momentum", paramLabel = "M", description = "Of sgd (default: 0.9) and muon (default: 0.95).")
    private @Nullable Float momentum;

    @Option(
            names = "--weight-decay",
            paramLabel = "W",
            description = "Of all weights but biases and normalisations. Default: ${DEFAULT-VALUE}.")
    private float weightDecay = 0;

    @Option(
            names = "--rate",
            paramLabel = "R",
            required = true,
            description = "The learning rate: the first of constant and step, the highest of one_cycle.")
    private double rate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "constant, step or one_cycle (linear warm-up, then half a cosine to 0). Default: one_cycle.")
    private Course schedule = Course.ONE_CYCLE;

    @Option(
            names = "--warm-up",
            paramLabel = "PART",
            description = "Of one_cycle: the part of the run in which the rate rises. Default: 0.2.")
    private @Nullable Double warmUp;

    @Option(
            names = "--drop-every",
            paramLabel = "EPOCHS",
            description = "Of step: epochs after which the rate is divided by 10. Default: a third of the run.")
    private @Nullable Double dropEvery;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "The greatest L2 norm of a step's gradient, 0 for no limit. Default: ${DEFAULT-VALUE}.")
    private double clip = 1;

    @Option(
            names = "--average",
            paramLabel = "D",
            description =
                    "How much of the weights' running average remains after each step, 0 to keep the last weights. Default: ${DEFAULT-VALUE}.")
    private double average = 0;

    @Option(
            names = "--no-augmentation",
            description =
                    "Images as they are; else they are mirrored half of the time, and shifted by up to 1/8 of their size.")
    private boolean noAugmentation;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            description =
                    "Images of the training split that are kept for the log's figures. Default: ${DEFAULT-VALUE}.")
    private int heldOut = 500;

    @Option(
            names = "--measure-every",
            paramLabel = "EPOCHS",
            description = "Epochs between two lines of the log. Default: ${DEFAULT-VALUE}.")
    private double measureEvery = 1;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            description =
                    "Between two checkpoints, 0 for one after each step: what SIGKILL or a loss of power can cost. SIGTERM and Ctrl-C cost only the"
                            + " step under way. Default: as often as takes a twentieth of the time.")
    private @Nullable Integer checkpointEvery;

    @Option(names = "--seed", paramLabel = "S", description = "Of everything random. Default: ${DEFAULT-VALUE}.")
    private long seed = 0;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda:0 and so on, or auto: the first GPU if there is one. Default: ${DEFAULT-VALUE}.")
    private String device = "auto";

    /** Opens the training split, at the size that is asked for, or else at its own. */
    LabelledImages open() {
        return input.canonicaliser()
                .map(canonicaliser -> Datasets.open(data, Split.TRAIN, canonicaliser, orientation.rule()))
                .orElseGet(() -> Datasets.open(data, Split.TRAIN));
    }

    Path out() {
        return out;
    }

    String device() {
        return device;
    }

    TrainingPlan plan(int imageHeight) {
        Path network = beginning.network != null ? beginning.network : beginning.trained;
        return new TrainingPlan(
                network == null ? Path.of("") : network,
                beginning.network != null,
                Optional.ofNullable(weightsFrom),
                optimiser(),
                schedule(),
                epochs,
                batch,
                clip,
                average,
                noAugmentation ? Augmentation.NONE : new Augmentation(true, imageHeight / 8),
                heldOut,
                measureEvery,
                Optional.ofNullable(checkpointEvery).map(Duration::ofSeconds),
                seed,
                Version.text());
    }

    private Optimiser optimiser() {
        requireMeaning("--momentum", momentum, optimiser != Rule.ADAM, "--optimiser sgd or muon");
        return switch (optimiser) {
            case ADAM -> new Optimiser.Adam(weightDecay);
            case SGD -> new Optimiser.Sgd(momentum == null ? 0.9f : momentum, weightDecay);
            case MUON -> new Muon(momentum == null ? 0.95f : momentum, weightDecay);
        };
    }

    private Schedule schedule() {
        requireMeaning("--warm-up", warmUp, schedule == Course.ONE_CYCLE, "--schedule one_cycle");
        requireMeaning("--drop-every", dropEvery, schedule == Course.STEP, "--schedule step");
        return switch (schedule) {
            case CONSTANT -> new Schedule.Constant(rate);
            case STEP -> new Schedule.Step(rate, 0.1, dropEvery == null ? epochs / 3 : dropEvery);
            case ONE_CYCLE -> new Schedule.OneCycle(rate, warmUp == null ? 0.2 : warmUp);
        };
    }

    private void requireMeaning(String option, @Nullable Object value, boolean meaningful, String where) {
        if (value != null && !meaningful) {
            throw new ParameterException(command.commandLine(), option + ": is for " + where);
        }
    }
}

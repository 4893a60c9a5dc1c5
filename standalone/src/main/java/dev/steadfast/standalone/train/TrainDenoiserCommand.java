package dev.steadfast.standalone.train;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.training.objectives.Agreement;
import dev.steadfast.training.objectives.DenoisingWeights;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.objectives.LogitPerturbation;
import dev.steadfast.training.objectives.NoiseLevels;
import dev.steadfast.training.objectives.TeachingClassifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a denoiser. */
@Command(
        name = "denoiser",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a denoiser: for images near the clean ones, and for a classifier that gives them its answers to the clean ones.",
            "",
            "White-box: --classifier is the one that will be served. Black-box: surrogates for it, --classifier once for each."
        },
        footer = {
            "",
            "Examples:",
            "  steadfast train denoiser --objective mse --network models/architectures/denoiser-lean.pt --data data \\",
            "      --sigma 0.1..1.05 --rate 2e-3 --epochs 3 --out runs/mse",
            "  steadfast train denoiser --objective stability --continue-from runs/mse/network.pt --classifier classifier.pt \\",
            "      --data data --sigma 0.1..1.05 --mse-weight 0.5 --rate 3e-4 --epochs 20 --average 0.998 --out runs/stability"
        })
final class TrainDenoiserCommand implements Callable<Integer> {

    enum Kind {
        MSE,
        STABILITY,
        CLASSIFICATION
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private DrawOptions draws = new DrawOptions();

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            required = true,
            description =
                    "mse: the squared error of pixels. stability: the cross-entropy to what the classifier says to the clean image; needs no"
                            + " labels. classification: the cross-entropy to the image's label.")
    private Kind objective = Kind.MSE;

    @Option(
            names = "--classifier",
            paramLabel = "FILE|B",
            description =
                    "A TorchScript classifier, or the folder of a bundle, whose preprocessing is then used, for stability and classification; once, or once for each surrogate, of which each step asks"
                            + " one, in turn. The first one's accuracy on denoised images is measured; with mse that is all.")
    private List<Path> classifiers = new ArrayList<>();

    @Option(
            names = "--measure-with",
            paramLabel = "FILE|B",
            description =
                    "A TorchScript classifier, or a bundle's, whose accuracy is measured in place of the first one's, and which teaches the denoiser nothing:"
                            + " a surrogate kept apart shows what a classifier that the denoiser never met will make of its images.")
    private Optional<Path> measuredWith = Optional.empty();

    @Option(
            names = "--sigma",
            paramLabel = "S|MIN..MAX[*WEIGHT],...",
            required = true,
            converter = NoiseLevelsConverter.class,
            description =
                    "Noise levels: one, a range in which the logarithm of sigma is uniform, or several of both, of which each is drawn as often"
                            + " as its weight says, e.g. 0.1..1.05,0.25*2.")
    private NoiseLevels sigma = NoiseLevels.parse("0.25");

    @Option(
            names = "--mse-weight",
            paramLabel = "W",
            description = "Of the squared error, beside the other objectives. Default: ${DEFAULT-VALUE}.")
    private double mseWeight = 0;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "What the classifiers' logits are divided by: above 1, their answers must be clearer to count as sure, and are heard by"
                            + " classifiers that were not asked. Default: ${DEFAULT-VALUE}.")
    private double temperature = 1;

    @Option(
            names = "--class-bias",
            paramLabel = "STD",
            description =
                    "Standard deviation of a bias on each class's logit, drawn for each image: stands for the habits of classifiers that were"
                            + " not asked. Default: ${DEFAULT-VALUE}.")
    private double classBias = 0;

    @Override
    public Integer call() {
        return new TrainingSession(spec.commandLine())
                .run(
                        options,
                        new Goal.Denoiser(
                                weights(),
                                sigma,
                                draws.draws(),
                                classifiers.stream()
                                        .map(TrainDenoiserCommand::classifier)
                                        .toList(),
                                logitPerturbation(),
                                measuredWith.map(TrainDenoiserCommand::classifier)));
    }

    /** A bundle's classifier is given what its preprocessing makes of pixel values. */
    private static TeachingClassifier classifier(Path fileOrBundle) {
        if (!Files.isDirectory(fileOrBundle)) {
            return new TeachingClassifier(fileOrBundle, PixelValues.AS_THEY_ARE);
        }
        try (ModelBundle bundle = ModelBundle.open(fileOrBundle)) {
            return new TeachingClassifier(
                    bundle.classifier(), bundle.manifest().preprocessing().values());
        }
    }

    private LogitPerturbation logitPerturbation() {
        return new LogitPerturbation(temperature, classBias);
    }

    private DenoisingWeights weights() {
        if (objective == Kind.MSE) {
            if (mseWeight != 0
                    || !draws.agreement().equals(Agreement.NONE)
                    || !logitPerturbation().equals(LogitPerturbation.NONE)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--mse-weight, --consistency, --entropy, --temperature, --class-bias: are for the other objectives, not for mse"
                                + " alone");
            }
            return new DenoisingWeights(1, 0, false, Agreement.NONE);
        }
        return new DenoisingWeights(mseWeight, 1, objective == Kind.CLASSIFICATION, draws.agreement());
    }
}

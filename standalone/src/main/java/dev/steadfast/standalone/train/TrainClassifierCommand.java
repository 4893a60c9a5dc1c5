package dev.steadfast.standalone.train;

import dev.steadfast.training.objectives.Agreement;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.objectives.NoiseLevels;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a classifier, of clean images or of noisy ones. */
@Command(
        name = "classifier",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a classifier by cross-entropy to the images' labels: on clean images, or, with --sigma, on noisy ones.",
            "",
            "A classifier that exists needs none of this: `steadfast train denoiser` makes a denoiser for it as it is."
        },
        footer = {
            "",
            "Example:",
            "  steadfast train classifier --network models/architectures/classifier-residual.pt --data data \\",
            "      --optimiser sgd --rate 0.1 --weight-decay 5e-4 --epochs 15 --out runs/classifier"
        })
final class TrainClassifierCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private DrawOptions draws = new DrawOptions();

    @Option(
            names = "--label-smoothing",
            paramLabel = "P",
            description = "The part of a target that is spread over all classes. Default: ${DEFAULT-VALUE}.")
    private double labelSmoothing = 0;

    @Option(
            names = "--sigma",
            paramLabel = "S|MIN..MAX[*WEIGHT],...",
            converter = NoiseLevelsConverter.class,
            description =
                    "Trains on noisy images, with these noise levels (see `steadfast train denoiser`). The network may take sigma as a second"
                            + " argument.")
    private @Nullable NoiseLevels sigma;

    @Override
    public Integer call() {
        return new TrainingSession(spec.commandLine()).run(options, goal());
    }

    private Goal goal() {
        if (sigma != null) {
            return new Goal.NoisyClassifier(labelSmoothing, sigma, draws.draws(), draws.agreement());
        }
        if (draws.draws() != 1 || !draws.agreement().equals(Agreement.NONE)) {
            throw new ParameterException(
                    spec.commandLine(), "--draws, --consistency, --entropy: are for noisy images, with --sigma");
        }
        return new Goal.Classifier(labelSmoothing);
    }
}

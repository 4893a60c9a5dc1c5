package dev.steadfast.standalone;

import dev.steadfast.training.Goal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a classifier of clean images. */
@Command(
        name = "classifier",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a classifier on clean images, by cross-entropy to their labels.",
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

    @Option(
            names = "--label-smoothing",
            paramLabel = "P",
            description = "The part of a target that is spread over all classes. Default: ${DEFAULT-VALUE}.")
    private double labelSmoothing = 0;

    @Override
    public Integer call() {
        return new TrainingSession(spec.commandLine()).run(options, new Goal.Classifier(labelSmoothing));
    }
}

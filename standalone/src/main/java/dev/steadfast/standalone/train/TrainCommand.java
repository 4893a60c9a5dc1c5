package dev.steadfast.standalone.train;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Training. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a classifier, or a denoiser for one.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrainClassifierCommand.class, TrainDenoiserCommand.class})
public final class TrainCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing: classifier or denoiser");
    }
}

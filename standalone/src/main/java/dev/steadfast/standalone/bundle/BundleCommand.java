package dev.steadfast.standalone.bundle;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Model bundles. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        description =
                "Makes, describes and checks model bundles: a classifier, its denoiser, and what is known of them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BundleCreateCommand.class,
            BundleAnnotateCommand.class,
            BundleInspectCommand.class,
            BundleVerifyCommand.class
        })
public final class BundleCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing: create, annotate, inspect or verify");
    }
}

package dev.steadfast.standalone.keys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The gateway's API keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description =
                "Makes, lists and revokes the gateway's API keys, in the file that gateway.access.api-keys names.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class})
public final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing: create, list or revoke");
    }
}

package dev.steadfast.standalone.letters;

import picocli.CommandLine.Command;

/** What could not be processed. */
@Command(
        name = "dead-letters",
        description = "Records between the services that could not be processed: shows them, and gives them again.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LettersListCommand.class, LettersReplayCommand.class})
public final class LettersCommand {}

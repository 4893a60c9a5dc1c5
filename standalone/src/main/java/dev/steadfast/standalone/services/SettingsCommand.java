package dev.steadfast.standalone.services;

import dev.steadfast.settings.SettingsReference;
import dev.steadfast.standalone.command.SettingsOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the reference of all settings. */
@Command(
        name = "settings",
        description = "Prints every setting with its default, range and meaning, as Markdown.",
        mixinStandardHelpOptions = true)
public final class SettingsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().print(SettingsReference.markdown(SettingsOptions.GROUPS));
        spec.commandLine().getOut().flush();
    }
}

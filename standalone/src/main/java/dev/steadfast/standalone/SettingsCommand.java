package dev.steadfast.standalone;

import dev.steadfast.settings.SettingsReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the reference of all settings. */
@Command(
        name = "settings",
        description = "Prints every setting with its default, range and meaning, as Markdown.",
        mixinStandardHelpOptions = true)
final class SettingsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().print(SettingsReference.markdown(SettingsOptions.GROUPS));
        spec.commandLine().getOut().flush();
    }
}

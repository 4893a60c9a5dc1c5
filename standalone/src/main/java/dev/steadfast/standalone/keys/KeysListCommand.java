package dev.steadfast.standalone.keys;

import dev.steadfast.gateway.access.ApiKey;
import dev.steadfast.gateway.access.ApiKeyFile;
import dev.steadfast.schemas.SampleBudget;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists API keys. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Shows who has a key, with which roles, and for which cameras.")
final class KeysListCommand implements Callable<Integer> {

    private static final String NAME = "name";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private KeyFileOption file = new KeyFileOption();

    @Override
    public Integer call() {
        List<ApiKey> keys = file.use(ApiKeyFile::read);
        int width = keys.stream().mapToInt(key -> key.name().length()).reduce(NAME.length(), Math::max);
        boolean capped = keys.stream().anyMatch(key -> key.maxSamples().isPresent());
        boolean budgeted = keys.stream().anyMatch(key -> key.budget().isPresent());
        String line =
                "%-" + width + "s  %-20s  " + (capped ? "%3$-11s  " : "") + (budgeted ? "%4$-15s  " : "") + "%5$s%n";
        PrintWriter out = spec.commandLine().getOut();
        out.printf(line, NAME, "roles", "max-samples", "budget", "cameras");
        keys.forEach(key -> out.printf(
                line,
                key.name(),
                key.roleWords(),
                key.maxSamples().isPresent() ? key.maxSamples().getAsInt() : "",
                key.budget().map(SampleBudget::toString).orElse(""),
                key.cameras()));
        out.flush();
        return ExitCode.OK;
    }
}

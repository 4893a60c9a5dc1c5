package dev.steadfast.standalone.keys;

import dev.steadfast.gateway.access.ApiKey;
import dev.steadfast.gateway.access.ApiKeyFile;
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
        String line = "%-" + width + "s  %-20s  " + (capped ? "%-11s  %s%n" : "%4$s%n");
        PrintWriter out = spec.commandLine().getOut();
        out.printf(line, NAME, "roles", "max-samples", "cameras");
        keys.forEach(key -> out.printf(
                line,
                key.name(),
                key.roleWords(),
                key.maxSamples().isPresent() ? key.maxSamples().getAsInt() : "",
                key.cameras()));
        out.flush();
        return ExitCode.OK;
    }
}

package dev.steadfast.standalone.keys;

import dev.steadfast.gateway.access.ApiKey;
import dev.steadfast.gateway.access.NewKey;
import dev.steadfast.schemas.SampleBudget;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an API key. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes a key, prints it, and writes its SHA-256 into the file. Nobody can show the key again.")
final class KeysCreateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private KeyFileOption file = new KeyFileOption();

    @Option(names = "--name", required = true, description = "What the key's holder is called.")
    private String name = "";

    @Option(
            names = "--role",
            split = ",",
            required = true,
            paramLabel = "ROLE",
            description = "What the key may do: publish, read, operate. Several with commas between.")
    private List<String> roles = List.of();

    @Option(
            names = "--camera",
            split = ",",
            required = true,
            paramLabel = "CAMERA",
            description =
                    "The cameras it is for: names, and beginnings of names with * behind them. '*' is every camera.")
    private List<String> cameras = List.of();

    @Option(
            names = "--max-samples",
            paramLabel = "N",
            description =
                    "The most samples, n0 + n, that a frame may ask for with it, or a replay may repeat, in place of"
                            + " gateway.access.max-samples.")
    private @Nullable Integer maxSamples;

    @Option(
            names = "--budget",
            paramLabel = "N/s[+N]",
            description =
                    "The samples, n0 + n, that frames and replays may ask for with it in a second, and at once, such as"
                            + " 500/s+20000, in place of gateway.access.sample-budget.")
    private @Nullable String budget;

    @Override
    public Integer call() {
        String key = NewKey.draw(new SecureRandom());
        file.use(keys -> {
            ApiKey made = ApiKey.of(name, key, roles, cameras);
            ApiKey capped = maxSamples == null ? made : made.withMaxSamples(maxSamples);
            keys.add(budget == null ? capped : capped.withBudget(SampleBudget.parse(budget)));
            return keys;
        });
        spec.commandLine().getOut().println(key);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}

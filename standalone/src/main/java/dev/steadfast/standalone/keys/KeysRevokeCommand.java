package dev.steadfast.standalone.keys;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Revokes an API key. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description =
                "Removes a key from the file. A running gateway refuses it after gateway.access.api-keys-refresh.")
final class KeysRevokeCommand implements Callable<Integer> {

    @Mixin
    private KeyFileOption file = new KeyFileOption();

    @Parameters(paramLabel = "NAME", description = "What the key's holder is called.")
    private String name = "";

    @Override
    public Integer call() {
        file.use(keys -> {
            keys.remove(name);
            return keys;
        });
        return ExitCode.OK;
    }
}

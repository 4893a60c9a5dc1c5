package dev.steadfast.standalone;

import dev.steadfast.gateway.Gateway;
import dev.steadfast.gateway.GatewaySettings;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs one gateway. */
@Command(
        name = "gateway",
        description = "Runs a gateway: frames in and predictions out over HTTP, and a page that shows them.",
        mixinStandardHelpOptions = true)
final class GatewayCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var settings = options.load();
        GatewaySettings own = settings.bind(GatewaySettings.class);
        return Resources.closedAtTheEndOf(resources -> {
            Gateway gateway = resources.start(() -> Gateway.start(own, settings.kafka()));
            spec.commandLine().getOut().printf("Gateway  http://%s:%d/%n", own.host(), gateway.port());
            spec.commandLine().getOut().flush();
            return Serving.untilStopped(new CompletableFuture<>(), resources);
        });
    }
}

package dev.steadfast.standalone.services;

import dev.steadfast.gateway.Deployment;
import dev.steadfast.gateway.Gateway;
import dev.steadfast.gateway.GatewaySettings;
import dev.steadfast.gateway.access.AccessSettings;
import dev.steadfast.gateway.webhook.WebhookSettings;
import dev.steadfast.management.Meters;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.streams.StreamsSettings;
import dev.steadfast.workers.WorkerSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs one gateway. */
@Command(
        name = "gateway",
        description = "Runs a gateway: frames in and predictions out over HTTP, and a page that shows them.",
        mixinStandardHelpOptions = true)
public final class GatewayCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var settings = options.load();
        GatewaySettings own = settings.bind(GatewaySettings.class);
        boolean encrypts = settings.bind(AccessSettings.class).encrypts();
        return Resources.closedAtTheEndOf(resources -> {
            Meters meters = resources.start(Meters::new);
            Gateway gateway = resources.start(() -> start(settings, meters));
            spec.commandLine()
                    .getOut()
                    .printf("Gateway  %s://%s:%d/%n", encrypts ? "https" : "http", own.host(), gateway.port());
            spec.commandLine().getOut().flush();
            return Serving.untilStopped(resources);
        });
    }

    /**
     * Starts a gateway for the topology and the workers that the settings name.
     *
     * @param meters where it registers what it measures, and what its {@code /metrics} answers
     */
    public static Gateway start(Settings settings, Meters meters) {
        Deployment deployment = new Deployment(
                settings.bind(StreamsSettings.class).applicationId(),
                settings.bind(WorkerSettings.class).group());
        return Gateway.start(
                settings.bind(GatewaySettings.class),
                settings.bind(AccessSettings.class),
                settings.bind(WebhookSettings.class),
                deployment,
                settings.kafka(),
                meters);
    }
}

package dev.steadfast.standalone.demo;

import dev.steadfast.gateway.GatewaySettings;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Folders;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.services.EmbeddedServices;
import dev.steadfast.standalone.services.Ports;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything at once, with cameras of sample images. */
@Command(
        name = "demo",
        description =
                "Runs everything on this machine - Kafka, registry, topology, worker, gateway - and cameras that publish"
                        + " 200 CIFAR-10 test images, over and over. Ctrl-C ends it with a summary.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Of several cameras the last one's lens steams up after a minute and 80 of its frames, and clears again as long after:"
                    + " watch the dashboard. So that this shows in minutes, frames get few samples and departures are"
                    + " easily declared, unless set: certification.selection-samples=50,"
                    + " certification.estimation-samples=200, statistics.departure-probability=1e-3."
        })
public final class DemoCommand implements Callable<Integer> {

    @Mixin
    private EmbeddedServices services = new EmbeddedServices();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(names = "--gateway-port", description = "The gateway's port on 127.0.0.1 (default 8080).")
    private @Nullable Integer gatewayPort;

    @Option(names = "--management-port", description = "The gateway's management port on 127.0.0.1 (default 8081).")
    private @Nullable Integer managementPort;

    @Mixin
    private SampleCameraOptions cameras = new SampleCameraOptions();

    @Option(names = "--json", description = "Print the summary as one JSON object, on the last line.")
    private boolean json;

    @Option(names = "--data", paramLabel = "DIR", description = "Keep topics and schemas here across restarts.")
    private @Nullable Path data;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        cameras.check(spec.commandLine());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Starting Kafka, the schema registry, the topology, a worker and the gateway ...");
        out.flush();
        Settings settings = settings();
        requirePorts(settings);
        return Resources.closedAtTheEndOf(resources -> {
            DemoRun[] run = new DemoRun[1];
            resources.start(() -> () -> summarise(run[0], out)); // closed last: the summary is the last line
            long begin = System.nanoTime();
            Stack stack = Stack.start(settings, services, Folders.data(data, resources), resources, part -> {
                out.printf("%6.1f s  %s%n", (System.nanoTime() - begin) / 1e9, part);
                out.flush();
            });
            out.printf(
                    "%nPredictions arrive at http://127.0.0.1:%d/ and below. Ctrl-C ends the demo.%n%n",
                    stack.gateway().port());
            out.flush();
            run[0] = DemoRun.start(stack.settings().kafka(), stack.stopped(), cameras, resources);
            run[0].show(out);
            return ExitCode.OK;
        });
    }

    private void summarise(@Nullable DemoRun run, PrintWriter out) {
        if (run != null) {
            out.println();
            out.println(json ? run.summary().json() : run.summary().text());
            out.flush();
        }
    }

    private Settings settings() {
        Settings settings = options.load()
                // One machine needs no more, and starts sooner.
                .withDefault("topics.partitions", "2")
                // A demo is watched for minutes: two cores then answer about two frames a second.
                .withDefault("certification.selection-samples", "50")
                .withDefault("certification.estimation-samples", "200")
                .withDefault("statistics.departure-probability", "1e-3");
        if (gatewayPort != null) {
            settings = settings.with("gateway.port", gatewayPort.toString());
        }
        return managementPort == null ? settings : settings.with("gateway.management-port", managementPort.toString());
    }

    private void requirePorts(Settings settings) {
        GatewaySettings gateway = settings.bind(GatewaySettings.class);
        Map<String, Integer> ports = services.ports();
        ports.put("--gateway-port", gateway.port());
        ports.put("--management-port", gateway.managementPort());
        Ports.requireFree(ports);
    }
}

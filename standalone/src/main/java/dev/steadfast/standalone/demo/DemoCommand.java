package dev.steadfast.standalone.demo;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.gateway.GatewaySettings;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Folders;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.services.EmbeddedServices;
import dev.steadfast.standalone.services.Ports;
import java.io.PrintWriter;
import java.nio.file.Files;
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
                        + " 200 CIFAR-10 test images, or a dozen photographs, over and over. Ctrl-C ends it with a summary.",
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

    @Option(
            names = "--bundle",
            paramLabel = "NAME|DIR",
            description =
                    "What is served: a bundle of models/zoo, or of your own, that knows CIFAR-10's classes, or ImageNet's by the names of"
                            + " models/recipes/imagenet/labels.txt. Photographs are decided at one radius, with as few samples as that takes (certification.plan=sequential).")
    private @Nullable String bundle;

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
        Settings given = options.load();
        SampleImages images =
                bundle == null ? SampleImages.CIFAR10 : SampleImages.of(BundleManifest.read(named(bundle)));
        Settings settings = settings(given, images);
        requirePorts(settings);
        out.println("Starting Kafka, the schema registry, the topology, a worker and the gateway ...");
        out.flush();
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
            run[0] = DemoRun.start(stack.settings().kafka(), stack.stopped(), cameras, images, resources);
            run[0].show(out, images.classNames());
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

    /** A folder, or a name in models/zoo. */
    private static Path named(String bundle) {
        Path inZoo = Home.folder().resolve("models/zoo").resolve(bundle);
        if (!Files.exists(Path.of(bundle)) && !Files.exists(inZoo)) {
            throw new CommandException(
                    "--bundle must be a bundle's folder, or a name in models/zoo, but there is no %s, here or in %s"
                            .formatted(bundle, inZoo.getParent()));
        }
        return Files.exists(inZoo) ? inZoo : Path.of(bundle);
    }

    private Settings settings(Settings given, SampleImages images) {
        Settings chosen = bundle == null
                ? given
                : given.with("model.bundle", named(bundle).toString());
        Settings settings = (images == SampleImages.PHOTOGRAPHS
                        ? chosen.withDefault("certification.plan", "sequential")
                        : chosen)
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

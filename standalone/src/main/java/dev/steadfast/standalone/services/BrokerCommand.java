package dev.steadfast.standalone.services;

import dev.steadfast.standalone.command.Folders;
import dev.steadfast.standalone.command.Resources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs Kafka and a schema registry for trying things out. */
@Command(
        name = "broker",
        description = "Runs a Kafka broker and a schema registry on 127.0.0.1, for development. Ctrl-C ends both.",
        mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {

    @Mixin
    private EmbeddedServices services = new EmbeddedServices();

    @Option(names = "--data", paramLabel = "DIR", description = "Keep topics and schemas here across restarts.")
    private @Nullable Path data;

    /** What is to run. */
    private enum Part {
        KAFKA,
        REGISTRY
    }

    @Option(names = "--only", paramLabel = "PART", description = "Run only one of the two: kafka or registry.")
    private @Nullable Part only;

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description =
                    "One of Kafka's own settings, such as min.insync.replicas=2; may be repeated. Brokers that name the same"
                            + " controller.quorum.voters are one cluster.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Ports.requireFree(services.ports());
        return Resources.closedAtTheEndOf(resources -> {
            Path folder = Folders.data(data, resources);
            PrintWriter out = spec.commandLine().getOut();
            if (only == Part.KAFKA) {
                out.println("Kafka     " + services.startKafka(folder, kafka, resources));
                out.println("Ctrl-C ends it.");
            } else if (only == Part.REGISTRY) {
                out.println("Registry  " + services.startRegistry(folder, resources));
                out.println("Ctrl-C ends it.");
            } else {
                var addresses = services.start(folder, kafka, resources);
                out.println("Kafka     " + addresses.bootstrapServers());
                out.println("Registry  " + addresses.registryUrl());
                out.println("Ctrl-C ends both.");
            }
            out.flush();
            return Serving.untilStopped(resources);
        });
    }
}

package dev.steadfast.standalone.services;

import dev.steadfast.standalone.command.Folders;
import dev.steadfast.standalone.command.Resources;
import java.nio.file.Path;
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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Ports.requireFree(services.ports());
        return Resources.closedAtTheEndOf(resources -> {
            var addresses = services.start(Folders.data(data, resources), resources);
            var out = spec.commandLine().getOut();
            out.println("Kafka     " + addresses.bootstrapServers());
            out.println("Registry  " + addresses.registryUrl());
            out.println("Ctrl-C ends both.");
            out.flush();
            return Serving.untilStopped(resources);
        });
    }
}

package dev.steadfast.standalone.services;

import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Kafka and the schema registry on this machine, and the options that say where. */
public final class EmbeddedServices {

    @Option(
            names = "--kafka-port",
            defaultValue = "9092",
            description = "Kafka's port on 127.0.0.1 (default ${DEFAULT-VALUE}); 0 for any free one.")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            defaultValue = "" + SettingsOptions.REGISTRY_PORT,
            description = "The schema registry's port on 127.0.0.1 (default ${DEFAULT-VALUE}); 0 for any free one.")
    private int registryPort;

    /** Services on these ports of 127.0.0.1, each 0 for any free one. */
    public static EmbeddedServices on(int kafkaPort, int registryPort) {
        EmbeddedServices services = new EmbeddedServices();
        services.kafkaPort = kafkaPort;
        services.registryPort = registryPort;
        return services;
    }

    /** Where the started services answer. */
    public record Addresses(String bootstrapServers, String registryUrl) {}

    /** The ports by the options that set them. */
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--kafka-port", kafkaPort);
        ports.put("--registry-port", registryPort);
        return ports;
    }

    /**
     * Starts both and waits until they answer.
     *
     * @param data where they keep their data
     */
    public Addresses start(Path data, Resources resources) throws InterruptedException {
        RegistryProcess registry = resources.start(() -> RegistryProcess.start(data.resolve("registry"), registryPort));
        EmbeddedBroker broker = resources.start(() -> EmbeddedBroker.start(data.resolve("kafka"), kafkaPort));
        return new Addresses(broker.bootstrapServers(), registry.awaitReady().url());
    }
}

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
     * Starts Kafka alone and waits until it answers.
     *
     * @param settings Kafka's own, which take precedence
     * @return the bootstrap servers
     */
    String startKafka(Path data, Map<String, String> settings, Resources resources) {
        return resources
                .start(() -> EmbeddedBroker.start(data.resolve("kafka"), kafkaPort, settings))
                .bootstrapServers();
    }

    /**
     * Starts the registry alone and waits until it answers.
     *
     * @return its address
     */
    String startRegistry(Path data, Resources resources) throws InterruptedException {
        return startingRegistry(data, resources).awaitReady().url();
    }

    private RegistryProcess startingRegistry(Path data, Resources resources) {
        return resources.start(() -> RegistryProcess.start(data.resolve("registry"), registryPort));
    }

    /**
     * Starts both and waits until they answer.
     *
     * @param data where they keep their data
     */
    public Addresses start(Path data, Resources resources) throws InterruptedException {
        return start(data, Map.of(), resources);
    }

    /**
     * As {@link #start(Path, Resources)}.
     *
     * @param settings Kafka's own, which take precedence
     */
    Addresses start(Path data, Map<String, String> settings, Resources resources) throws InterruptedException {
        RegistryProcess registry = startingRegistry(data, resources);
        String bootstrapServers = startKafka(data, settings, resources);
        return new Addresses(bootstrapServers, registry.awaitReady().url());
    }
}

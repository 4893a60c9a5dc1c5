package dev.steadfast.standalone;

import dev.steadfast.broker.EmbeddedBroker;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Kafka and the schema registry on this machine, and the options that say where. */
final class EmbeddedServices {

    @Option(
            names = "--kafka-port",
            defaultValue = "9092",
            description = "Kafka's port on 127.0.0.1 (default ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            defaultValue = "8082",
            description = "The schema registry's port on 127.0.0.1 (default ${DEFAULT-VALUE}).")
    private int registryPort;

    /** Services on these ports of 127.0.0.1. */
    static EmbeddedServices on(int kafkaPort, int registryPort) {
        EmbeddedServices services = new EmbeddedServices();
        services.kafkaPort = kafkaPort;
        services.registryPort = registryPort;
        return services;
    }

    /** Where the started services answer. */
    record Addresses(String bootstrapServers, String registryUrl) {}

    int kafkaPort() {
        return kafkaPort;
    }

    int registryPort() {
        return registryPort;
    }

    /**
     * Starts both and waits until they answer.
     *
     * @param data where they keep their data
     */
    Addresses start(Path data, Resources resources) throws InterruptedException {
        RegistryProcess registry = resources.add(RegistryProcess.start(data.resolve("registry"), registryPort));
        EmbeddedBroker broker = resources.add(EmbeddedBroker.start(data.resolve("kafka"), kafkaPort));
        return new Addresses(broker.bootstrapServers(), registry.awaitReady().url());
    }
}

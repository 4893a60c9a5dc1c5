package dev.steadfast.standalone.demo;

import dev.steadfast.gateway.Gateway;
import dev.steadfast.management.Meters;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.services.EmbeddedServices;
import dev.steadfast.standalone.services.GatewayCommand;
import dev.steadfast.standalone.services.HttpCheck;
import dev.steadfast.standalone.services.StreamsCommand;
import dev.steadfast.standalone.services.TopicsCommand;
import dev.steadfast.standalone.services.WorkerCommand;
import dev.steadfast.streams.CertificationStreams;
import dev.steadfast.workers.process.VoteWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Everything in this JVM, over Kafka on the loopback: broker, registry (a child process), topics, topology, worker, gateway. The same code
 * as in a fleet; only the addresses differ, and one port has the metrics of all: the gateway's for management.
 *
 * @param settings the settings that the services were started with, addresses included
 * @param stopped completes when the first service has stopped, exceptionally if it gave up
 */
public record Stack(Settings settings, Gateway gateway, CompletableFuture<Object> stopped) {

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration READY_POLL = Duration.ofMillis(50);

    /**
     * Starts everything; frames may be published when it returns.
     *
     * @param data where Kafka and the registry keep their data
     * @param resources closes all of it, in an order in which the work in hand is finished first
     * @param started is told the name of each part when it runs
     */
    public static Stack start(
            Settings given, EmbeddedServices services, Path data, Resources resources, Consumer<String> started)
            throws InterruptedException {
        var addresses = services.start(data, resources);
        Settings settings = given.with(SettingsOptions.BOOTSTRAP_SERVERS, addresses.bootstrapServers())
                .with(SettingsOptions.REGISTRY_URL, addresses.registryUrl());
        TopicsCommand.apply(settings);
        started.accept("Kafka, at " + addresses.bootstrapServers() + ", and the schema registry");
        Meters meters = resources.start(Meters::new);
        CertificationStreams streams = StreamsCommand.start(settings, resources, meters);
        started.accept("the topology");
        VoteWorker worker = WorkerCommand.start(settings, resources, meters);
        started.accept("a worker, its networks loaded");
        Gateway gateway = resources.start(() -> GatewayCommand.start(settings, meters));
        awaitReady(gateway);
        started.accept("the gateway");
        return new Stack(settings, gateway, CompletableFuture.anyOf(streams.stopped(), worker.stopped()));
    }

    /** So that its first question is answered. It reads what an earlier demo left; where that takes long, it says so itself, with 503. */
    private static void awaitReady(Gateway gateway) throws InterruptedException {
        HttpCheck check = new HttpCheck("http://127.0.0.1:%d/health/ready".formatted(gateway.managementPort()));
        long end = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (!check.passes() && System.nanoTime() < end) {
            Thread.sleep(READY_POLL.toMillis());
        }
    }
}

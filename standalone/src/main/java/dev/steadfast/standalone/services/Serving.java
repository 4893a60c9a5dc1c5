package dev.steadfast.standalone.services;

import dev.steadfast.management.Health;
import dev.steadfast.management.ManagementServer;
import dev.steadfast.management.Meters;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import picocli.CommandLine.ExitCode;

/** A command that serves until it is told to stop. */
final class Serving {

    private Serving() {}

    /** A service that runs. */
    record Running(Supplier<Health> health, CompletableFuture<Void> stopped) {}

    /** Starts one. */
    interface Starter {
        Running start(Resources resources, Meters meters) throws InterruptedException;
    }

    /**
     * Starts a service beside its management port, which answers from the beginning, and waits for its end.
     *
     * @param name of the service, for the log
     * @param host where the management port listens
     * @return the exit status
     */
    static int managed(String name, String host, int port, Starter starter) throws InterruptedException {
        return Resources.closedAtTheEndOf(resources -> {
            Meters meters = resources.start(Meters::new);
            ManagementServer management = resources.start(() -> ManagementServer.start(name, host, port, meters));
            Running running = starter.start(resources, meters);
            management.watch(running.health());
            return untilStopped(running.stopped(), resources);
        });
    }

    /** As {@link #untilStopped(CompletableFuture, Resources)}, of what does not end by itself. */
    static int untilStopped(Resources resources) throws InterruptedException {
        return untilStopped(new CompletableFuture<>(), resources);
    }

    /**
     * Waits for the end: of the process (SIGINT, SIGTERM), whose shutdown hook then closes the resources, or of the service.
     *
     * @param stopped completes when the service has ended by itself, exceptionally if it gave up
     * @return the exit status
     */
    static int untilStopped(CompletableFuture<Void> stopped, Resources resources) throws InterruptedException {
        try {
            stopped.get();
            return ExitCode.OK;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandException(String.valueOf(cause.getMessage()), cause);
        } finally {
            resources.close();
        }
    }
}

package dev.steadfast.standalone.services;

import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.ExitCode;

/** A command that serves until it is told to stop. */
final class Serving {

    private Serving() {}

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

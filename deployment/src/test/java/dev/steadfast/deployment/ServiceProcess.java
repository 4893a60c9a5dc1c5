package dev.steadfast.deployment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * One service as a process of this machine.
 *
 * <p>Threading notes: a daemon thread collects the output, the test reads it.
 */
final class ServiceProcess implements AutoCloseable {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    private ServiceProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a command, whose {@code java} is the one of this JVM, with this environment only. */
    static ServiceProcess start(List<String> command, Map<String, String> environment) throws IOException {
        List<String> words = new ArrayList<>(command);
        if (words.get(0).equals("java")) {
            words.set(0, JAVA.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ServiceProcess(builder.start());
    }

    List<String> output() {
        return output;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for the end; returns the exit status. */
    int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + limit + "; its output:\n" + String.join("\n", output));
        }
        return process.exitValue();
    }

    /** As {@code docker stop} does: SIGTERM, and no more than the grace period. */
    int stop(Duration grace) throws InterruptedException {
        process.toHandle().destroy();
        return awaitExit(grace);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("(output ended: " + e + ")");
        }
    }
}

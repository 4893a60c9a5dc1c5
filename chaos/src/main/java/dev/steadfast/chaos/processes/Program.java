package dev.steadfast.chaos.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that is started again and again with the same command line. Its output goes to a file.
 *
 * <p>Threading notes: all methods may be called by any thread; who is told of an end is called by one of the JDK's.
 */
final class Program {

    private static final int PATIENCE_SECONDS = 45;

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Consumer<String> endedByItself;
    private @Nullable Process process;
    private boolean expected;
    private int turns;
    private boolean closed;

    /** @param endedByItself is told how, when the process ends and nobody has ended it */
    Program(String name, List<String> command, Path log, Consumer<String> endedByItself) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
        this.endedByItself = endedByItself;
    }

    /**
     * Starts it, unless it runs.
     *
     * @throws UncheckedIOException if it cannot be started
     */
    synchronized void start() {
        if (closed || isRunning()) {
            return;
        }
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            expected = false;
            turns++;
            var unused = started.onExit().thenAccept(this::ended);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void ended(Process which) {
        synchronized (this) {
            turns++;
            if (which != process || expected) {
                return;
            }
        }
        endedByItself.accept(
                "%s ended by itself with status %d; its output is in %s".formatted(name, which.exitValue(), log));
    }

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** How often it has been started, stopped, let go on and ended. */
    synchronized int turns() {
        return turns;
    }

    /** Whether its end from now on is nobody's fault but ours. */
    synchronized void expectItsEnd() {
        expected = true;
    }

    void kill() throws InterruptedException {
        Optional<Process> running = toEnd();
        if (running.isPresent()) {
            running.get().destroyForcibly().waitFor();
        }
    }

    /** SIGTERM, and SIGKILL where that does not do. Returns whether it ended in time. */
    boolean terminate() throws InterruptedException {
        Optional<Process> running = toEnd();
        if (running.isEmpty()) {
            return true;
        }
        running.get().destroy();
        if (running.get().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return true;
        }
        running.get().destroyForcibly().waitFor();
        return false;
    }

    private synchronized Optional<Process> toEnd() {
        expected = true;
        turns++;
        return Optional.ofNullable(process);
    }

    void freeze() throws InterruptedException {
        turn();
        tell("kill -STOP");
        turn();
    }

    void thaw() throws InterruptedException {
        turn();
        tell("kill -CONT");
        turn(); // who was asked before either has not answered within one turn
    }

    private synchronized void turn() {
        turns++;
    }

    /** From now on it can make no file longer than this; the JVM sees that as it sees a full disk. */
    void limitFiles(long bytes) throws InterruptedException {
        tell("prlimit --fsize=" + bytes + ": --pid");
    }

    /** What it has started itself is told too. */
    private void tell(String words) throws InterruptedException {
        List<String> pids;
        synchronized (this) {
            pids = process == null || !process.isAlive()
                    ? List.of()
                    : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                            .map(handle -> Long.toString(handle.pid()))
                            .toList();
        }
        for (String pid : pids) {
            try {
                new ProcessBuilder("bash", "-c", words + " " + pid)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException("'%s' could not be done to %s".formatted(words, name), e);
            }
        }
    }

    /** Ends it for good. */
    void retire() throws InterruptedException {
        synchronized (this) {
            closed = true;
        }
        thaw();
        terminate();
    }
}

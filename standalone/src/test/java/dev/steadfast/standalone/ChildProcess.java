package dev.steadfast.standalone;

import dev.steadfast.standalone.command.Home;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code steadfast} command in a JVM of its own.
 *
 * <p>Threading notes: a daemon thread collects the output, the test reads it.
 */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    public static ChildProcess steadfast(String... arguments) throws IOException {
        return steadfast(Path.of(System.getProperty("java.io.tmpdir")), arguments);
    }

    /** With a folder of its own for temporary files. */
    public static ChildProcess steadfast(Path temporary, String... arguments) throws IOException {
        return start(command(temporary, arguments));
    }

    /** With a variable in its environment. */
    public static ChildProcess steadfastWith(String variable, String value, String... arguments) throws IOException {
        return steadfastWith(Map.of(variable, value), arguments);
    }

    /** With variables in its environment. */
    public static ChildProcess steadfastWith(Map<String, String> variables, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(Path.of(System.getProperty("java.io.tmpdir")), arguments));
        builder.environment().putAll(variables);
        return new ChildProcess(builder.redirectErrorStream(true).start());
    }

    /** In a JVM without the libraries whose path is one of these. */
    public static ChildProcess steadfastWithoutLibraries(Predicate<String> left, String... arguments)
            throws IOException {
        String path = System.getProperty("java.class.path");
        String less = Stream.of(path.split(File.pathSeparator))
                .filter(left.negate())
                .collect(Collectors.joining(File.pathSeparator));
        if (less.equals(path)) {
            throw new IllegalArgumentException("the class path has none of the libraries to be left out: " + path);
        }
        return start(command(Path.of(System.getProperty("java.io.tmpdir")), arguments).stream()
                .map(word -> word.equals(path) ? less : word)
                .toList());
    }

    /** In which no file can grow beyond a size: writing fails as it does on a full disk, in the middle of a file. */
    public static ChildProcess steadfastWithFilesUpTo(int kibibytes, String... arguments) throws IOException {
        List<String> limited =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$0\" \"$@\""));
        limited.addAll(command(Path.of(System.getProperty("java.io.tmpdir")), arguments));
        return start(limited);
    }

    /** How a command is started, in a JVM like this one. */
    public static List<String> command(Path temporary, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-Dsteadfast.home=" + Home.folder(),
                "-cp",
                System.getProperty("java.class.path"),
                Steadfast.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static ChildProcess start(List<String> command) throws IOException {
        return new ChildProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** What it has printed so far, standard error included. */
    public List<String> output() {
        return output;
    }

    /** Processes that it has started. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** As {@code kill} does, and Ctrl-C but for the signal's number, which a shell's background jobs may have been told to ignore. */
    public void terminate() {
        process.toHandle().destroy(); // unlike Process.destroy, leaves the output to be read
    }

    /** As {@code kill -KILL} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end and all of its output; returns the exit status. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new AssertionError("still running after three minutes; its output:\n" + String.join("\n", output));
        }
        reader.join();
        return process.exitValue();
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
        } catch (IOException | java.io.UncheckedIOException e) {
            output.add("(output ended: " + e + ")");
        }
    }
}

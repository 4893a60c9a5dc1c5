package dev.steadfast.datasets;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of this machine, such as {@code npm}, that knows where to fetch from.
 *
 * @param command its name on the PATH, or the path of its file
 */
record Program(String command) {
    private static final int LAST_LINES = 4;
    private static final long LOOK_MILLIS = 200;

    /**
     * Runs it in a folder, and shows as progress how the folder fills.
     *
     * @param folder with nothing in it that the program should not see
     * @param bytes how many the folder will hold at the end, or -1
     * @throws IOException if it is not there, or fails; with the last lines that it wrote
     */
    void run(Path folder, List<String> arguments, String what, long bytes, FetchProgress progress) throws IOException {
        Path log = folder.resolve("log-of-this-program");
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IOException(command + " cannot be started; is it installed?", e);
        }
        try (FetchProgress.Step step = progress.begin(what, bytes)) {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                step.reached(sizeOf(folder));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + command + " ran");
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new IOException("%s %s failed with status %d: %s"
                    .formatted(command, String.join(" ", arguments), process.exitValue(), lastLines(log)));
        }
        Files.delete(log);
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines =
                Files.readString(log).lines().filter(each -> !each.isBlank()).toList();
        return lines.isEmpty()
                ? "it wrote nothing"
                : lines.stream().skip(Math.max(0, lines.size() - LAST_LINES)).collect(Collectors.joining(" | "));
    }

    /** Files come and go meanwhile, so this is what was seen of them. */
    private static long sizeOf(Path folder) throws IOException {
        long[] bytes = new long[1];
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(file -> bytes[0] += file.toFile().length());
        } catch (UncheckedIOException e) {
            return bytes[0];
        }
        return bytes[0];
    }
}

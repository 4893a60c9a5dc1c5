package dev.steadfast.standalone.services;

import dev.steadfast.broker.FreePorts;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.command.SettingsOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A real schema registry (Apicurio, through its Confluent-compatible interface) as a child process on 127.0.0.1. */
final class RegistryProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(150);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOG_LINES_SHOWN = 15;

    private final Process process;
    private final int port;
    private final Path log;

    private RegistryProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts the process; it is not ready yet.
     *
     * @param folder where its data and its log lie; made if absent, and what is there is taken up again
     * @param wantedPort to listen on; 0 for any free one
     * @throws CommandException if the registry was not fetched, or the process cannot be started
     */
    static RegistryProcess start(Path folder, int wantedPort) {
        int port = wantedPort == 0 ? FreePorts.next() : wantedPort;
        Path log = folder.resolve("registry.log");
        Path jar = jar();
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            // Nothing is wrong where there is no such file, or it is of another JVM: it takes longer.
                            "-XX:SharedArchiveFile=" + Home.folder().resolve("registry-server/target/classes.jsa"),
                            "-Xlog:disable",
                            "-Dquarkus.http.host=127.0.0.1",
                            "-Dquarkus.http.port=" + port,
                            "-Dquarkus.http.access-log.enabled=false",
                            "-Dapicurio.datasource.jdbc.initial-size=1",
                            "-Dapicurio.datasource.jdbc.min-size=1",
                            "-Dapicurio.datasource.url=jdbc:h2:file:"
                                    + folder.toAbsolutePath().resolve("schemas"),
                            "-cp",
                            jar + File.pathSeparator + own(),
                            EndsWithItsParent.class.getName(),
                            Long.toString(ProcessHandle.current().pid()),
                            mainClass(jar)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new RegistryProcess(process, port, log);
        } catch (IOException e) {
            throw new CommandException("the schema registry could not be started in " + folder + ": " + e, e);
        }
    }

    /**
     * Waits until it answers.
     *
     * @throws CommandException with the end of its log if it stopped or did not answer in time
     */
    RegistryProcess awaitReady() throws InterruptedException {
        HttpCheck check = new HttpCheck(url() + "/subjects");
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                Thread.sleep(POLL.toMillis()); // Ctrl-C ends it as well; then the shutdown hook shall be first
                throw new CommandException(
                        "the schema registry stopped while starting; the end of " + log + ":" + logEnd());
            }
            if (check.passes()) {
                return this;
            }
            Thread.sleep(POLL.toMillis());
        }
        throw new CommandException("the schema registry did not answer within " + START_TIMEOUT.toSeconds()
                + " s; the end of " + log + ":" + logEnd());
    }

    String url() {
        return SettingsOptions.registryUrl(port);
    }

    /** Stops the process and waits for it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path jar() {
        Path folder = Home.folder().resolve("registry-server/target/app");
        try (Stream<Path> files = Files.find(
                folder, 3, (path, attributes) -> path.getFileName().toString().endsWith("-runner.jar"))) {
            return files.findFirst()
                    .orElseThrow(
                            () -> new CommandException("the schema registry is not in " + folder + ": build again"));
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException("the schema registry is not in " + folder + ": build with Maven first", e);
        }
    }

    /** Where this module's classes are, without all that else is on the class path. */
    private static Path own() {
        return Path.of(URI.create(RegistryProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private static String mainClass(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }

    private String logEnd() {
        try {
            List<String> lines = Files.readAllLines(log);
            return System.lineSeparator()
                    + String.join(
                            System.lineSeparator(),
                            lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return " (cannot be read: " + e + ")";
        }
    }
}

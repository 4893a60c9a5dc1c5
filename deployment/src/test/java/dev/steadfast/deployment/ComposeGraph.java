package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The services of the compose file as processes: the images' files, entrypoints and environments, the file's commands, environments, health
 * checks and order. Kafka and the registry, whose images are not ours, are the command line's own.
 */
final class ComposeGraph implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String PATH = "PATH";

    private final UnpackedImages images;
    private final Loopback loopback = new Loopback();
    private final Map<String, ServiceProcess> running = new LinkedHashMap<>();
    private final Deque<ComposeService> toStop = new ArrayDeque<>();

    ComposeGraph(Path folder) {
        this.images = new UnpackedImages(folder);
        loopback.port("kafka", 9092);
        loopback.port("registry", 8080);
        loopback.port("streams", 8082);
        loopback.port("worker", 8083);
        loopback.port("gateway", 8081);
        loopback.port("gateway", 8080);
    }

    /** Starts services, each when what it depends on is as it wants. */
    void start(List<ComposeService> services) throws Exception {
        ServiceProcess foundation = startFoundation();
        for (ComposeService service : services) {
            if (service.isOwn()) {
                ServiceProcess process = start(service);
                if (service.isOneShot()) {
                    assertThat(process.awaitExit(LIMIT))
                            .as("%s", process.output())
                            .isZero();
                } else {
                    toStop.push(service);
                }
            } else {
                running.put(service.name(), foundation);
            }
        }
        for (ComposeService service : services) {
            if (service.isOwn() && !service.healthcheck().isEmpty()) {
                awaitHealth(service);
            }
        }
    }

    /** Where a service's port is on this machine. */
    URI uri(String service, int port, String path) {
        return URI.create("http://127.0.0.1:" + loopback.port(service, port) + path);
    }

    /** Runs one more service to its end; returns its output. */
    List<String> runToEnd(ComposeService service, String... arguments) throws Exception {
        ServiceProcess process = start(service, arguments);
        assertThat(process.awaitExit(LIMIT)).as("%s", process.output()).isZero();
        return process.output();
    }

    /** Stops the own services, last started first, each within its grace period. */
    void stop() throws InterruptedException {
        while (!toStop.isEmpty()) {
            ComposeService service = toStop.pop();
            ServiceProcess process = process(service.name());
            assertThat(process.stop(service.grace()))
                    .as("exit status of %s: %s", service.name(), process.output())
                    .isIn(0, 128 + 15);
        }
    }

    @Override
    public void close() {
        running.values().forEach(ServiceProcess::close);
    }

    private ServiceProcess startFoundation() throws Exception {
        ServiceProcess foundation = ServiceProcess.start(
                List.of(
                        "java",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dsteadfast.home=" + Repository.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.steadfast.standalone.Steadfast",
                        "broker",
                        "--kafka-port",
                        "" + loopback.port("kafka", 9092),
                        "--registry-port",
                        "" + loopback.port("registry", 8080)),
                Map.of(PATH, System.getenv(PATH)));
        running.put("foundation", foundation);
        await("Kafka and the registry").atMost(LIMIT).until(() -> {
            assertThat(foundation.isRunning()).as("%s", foundation.output()).isTrue();
            return answers(uri("registry", 8080, "/apis/ccompat/v7/subjects"));
        });
        return foundation;
    }

    private ServiceProcess start(ComposeService service, String... arguments) throws IOException {
        UnpackedImages.Unpacked unpacked = images.image(service.role());
        List<String> command = new ArrayList<>(unpacked.image().entrypoint());
        command.addAll(service.command().isEmpty() ? unpacked.image().command() : service.command());
        command.addAll(List.of(arguments));
        Map<String, String> environment = new LinkedHashMap<>(unpacked.image().environment());
        environment.putAll(service.environment());
        environment.replaceAll((name, value) -> translated(service, unpacked.root(), value));
        environment.put(PATH, System.getenv(PATH));
        // The container's memory limit and its temporary folder; and a quick start.
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-XX:MaxRAM=%d -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=%s/tmp"
                        .formatted(service.memoryLimit(), unpacked.root()));
        // Ports that are each container's own there.
        setPort(environment, service, "streams", "MANAGEMENT_PORT", 8082);
        setPort(environment, service, "worker", "MANAGEMENT_PORT", 8083);
        setPort(environment, service, "gateway", "MANAGEMENT_PORT", 8081);
        setPort(environment, service, "gateway", "PORT", 8080);
        environment.replaceAll((name, value) -> value.equals("0.0.0.0") ? "127.0.0.1" : value);
        ServiceProcess process = ServiceProcess.start(
                command.stream()
                        .map(word -> translated(service, unpacked.root(), word))
                        .toList(),
                environment);
        running.put(service.name(), process);
        return process;
    }

    private void setPort(
            Map<String, String> environment, ComposeService service, String section, String setting, int port) {
        if (service.command().contains(section)) {
            environment.put(
                    "STEADFAST_%s_%s".formatted(section.toUpperCase(java.util.Locale.ROOT), setting),
                    "" + loopback.port(section, port));
        }
    }

    private void awaitHealth(ComposeService service) throws IOException {
        UnpackedImages.Unpacked unpacked = images.image(service.role());
        List<String> command = service.healthcheck().stream()
                .map(word -> translated(service, unpacked.root(), word))
                .toList();
        ServiceProcess process = process(service.name());
        await("health of " + service.name())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    assertThat(process.isRunning()).as("%s", process.output()).isTrue();
                    try (ServiceProcess probe = ServiceProcess.start(command, Map.of(PATH, System.getenv(PATH)))) {
                        return probe.awaitExit(LIMIT) == 0;
                    }
                });
    }

    private ServiceProcess process(String service) {
        ServiceProcess process = running.get(service);
        if (process == null) {
            throw new AssertionError(service + " was not started");
        }
        return process;
    }

    private String translated(ComposeService service, Path root, String text) {
        return loopback.translated(service.name(), root, text);
    }

    private static boolean answers(URI uri) {
        try {
            return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}

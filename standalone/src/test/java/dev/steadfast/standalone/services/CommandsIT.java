package dev.steadfast.standalone.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.broker.FreePorts;
import dev.steadfast.standalone.ChildProcess;
import dev.steadfast.standalone.camera.MjpegServer;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.demo.SampleImages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services of a deployment, each a process, as the how-to starts them. */
class CommandsIT {

    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    private final int kafkaPort = FreePorts.next();
    private final int registryPort = FreePorts.next();
    private final int streamsPort = FreePorts.next();
    private final int workerPort = FreePorts.next();

    @Test
    void shouldAnswerWhatIsPublishedAndEndWhenToldTo() throws Exception {
        Path image = Files.write(
                folder.resolve("cat.png"), SampleImages.load().get(0).encoded());
        try (Resources resources = new Resources()) {
            ChildProcess broker = resources.start(() -> ChildProcess.steadfast(
                    "broker", "--kafka-port", "" + kafkaPort, "--registry-port", "" + registryPort));
            awaitOutput(broker, "Ctrl-C ends both.");
            ChildProcess early = resources.start(() -> command("streams", "--set", "streams.management-port=0"));
            await().atMost(Duration.ofSeconds(60)).until(() -> early.output().stream()
                    .anyMatch(line ->
                            line.contains("'steadfast topics apply' makes them") && line.contains("accepted-frames")));
            ChildProcess earlyWorker = resources.start(() -> command("worker", "--set", "worker.management-port=0"));
            await().atMost(Duration.ofSeconds(60)).until(() -> earlyWorker.output().stream()
                    .anyMatch(line -> line.contains("'steadfast topics apply' makes them")
                            && line.contains("missing=\"[noise-tasks, votes]\"")));
            for (ChildProcess service : List.of(early, earlyWorker)) {
                service.terminate();
                assertThat(service.awaitExit())
                        .as("output:%n%s", service.output())
                        .isEqualTo(SIGTERM);
                assertThat(service.output()).as("what it says").noneMatch(line -> line.contains("ERROR"));
            }
            ChildProcess topics = resources.start(() -> command("topics", "apply", "--set", "topics.partitions=2"));
            assertThat(topics.awaitExit()).as("output:%n%s", topics.output()).isZero();
            assertThat(topics.output()).anyMatch(line -> line.matches("frames +made"));

            ChildProcess streams = resources.start(() -> command(
                    "streams",
                    "--set",
                    "certification.selection-samples=25",
                    "--set",
                    "certification.estimation-samples=100",
                    "--set",
                    "streams.management-port=" + streamsPort));
            ChildProcess worker =
                    resources.start(() -> command("worker", "--set", "worker.management-port=" + workerPort));
            ChildProcess gateway = resources.start(
                    () -> command("gateway", "--set", "gateway.port=0", "--set", "gateway.management-port=0"));
            awaitOutput(gateway, "Gateway  http://127.0.0.1:");
            ChildProcess publish =
                    resources.start(() -> command("publish", "--camera", "door", "--wait", image.toString()));

            assertThat(publish.awaitExit()).as("output:%n%s", publish.output()).isZero();
            assertThat(publish.output()).anyMatch(line -> line.matches(".* door +cat +stable within .*" + image));
            for (int port : List.of(streamsPort, workerPort)) {
                await().untilAsserted(() ->
                        assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200));
            }
            assertThat(get(streamsPort, "/metrics").body())
                    .containsPattern("steadfast_streams_predictions_total\\{.*} 1.0")
                    .contains("kafka_stream_thread_");
            assertThat(get(workerPort, "/metrics").body()).contains("steadfast_worker_samples_total 125.0");
            byte[] part = "--frame\r\nContent-Length: %d\r\n\r\n"
                    .formatted(Files.size(image))
                    .getBytes(US_ASCII);
            MjpegServer server = resources.start(MjpegServer::start);
            server.answering(out -> {
                out.write("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=frame\r\n\r\n"
                        .getBytes(US_ASCII));
                out.write(part);
                out.write(Files.readAllBytes(image));
                out.flush();
                new CountDownLatch(1).await(); // as a camera that shows nothing for a while
            });
            ChildProcess camera = resources.start(() -> command("publish", "--camera", "street", server.url("/video")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> camera.output().stream().anyMatch(line -> line.endsWith("/video, image 1")));

            for (ChildProcess service : List.of(camera, gateway, worker, streams, broker)) {
                List<ProcessHandle> children = service.descendants();
                service.terminate();
                assertThat(service.awaitExit())
                        .as("output:%n%s", service.output())
                        .isEqualTo(SIGTERM);
                assertThat(children).noneMatch(ProcessHandle::isAlive);
            }
            assertThat(camera.output())
                    .hasSize(3) // what it does, the frame, what became of all
                    .contains("street: 1 published, 0 thinned, 0 dropped as late, 0 unusable");
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private ChildProcess command(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--set",
                SettingsOptions.BOOTSTRAP_SERVERS + "=127.0.0.1:" + kafkaPort,
                "--set",
                SettingsOptions.REGISTRY_URL + "=" + SettingsOptions.registryUrl(registryPort)));
        return ChildProcess.steadfast(all.toArray(String[]::new));
    }

    private static void awaitOutput(ChildProcess process, String start) {
        await(start).atMost(Duration.ofSeconds(90)).until(() -> process.output().stream()
                .anyMatch(line -> line.startsWith(start)));
    }
}

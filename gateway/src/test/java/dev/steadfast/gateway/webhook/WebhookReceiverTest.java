package dev.steadfast.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.broker.FreePorts;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.fleet.FleetNews;
import dev.steadfast.gateway.fleet.FleetReader;
import dev.steadfast.schemas.Topics;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of the documentation, run as it stands there. */
class WebhookReceiverTest {

    private static final Path PAGE = Path.of("../docs/how-to/watch-the-dashboard.md");
    private static final Pattern SCRIPT = Pattern.compile("(?s)```python\\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void shouldTakeWhatIsSignedAndNothingElse() throws Exception {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "python3"))),
                "No python3 on the PATH, so the receiver of the documentation is not run. Install it with:"
                        + " apt-get install -y python3");
        int port = FreePorts.next();
        Path said = folder.resolve("said");
        Process process = run(port, said);
        try {
            String url = "http://127.0.0.1:%d/steadfast".formatted(port);
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            WebhookSettings right = CameraTurns.settings(url);
            WebhookSettings wrong = CameraTurns.settings(url, "secret=another-secret-of-16");

            assertThat(post(right, Instant.now())).isEqualTo(Delivery.Result.DELIVERED);
            assertThat(post(wrong, Instant.now())).isEqualTo(Delivery.Result.REFUSED);
            assertThat(post(right, Instant.now().minusSeconds(600)))
                    .as("recorded ten minutes ago")
                    .isEqualTo(Delivery.Result.REFUSED);
            assertThat(Files.readString(said)).contains("gate/departed/2026-11-01T12:00:00Z", "far more than usual");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private Process run(int port, Path said) throws IOException {
        Matcher script = SCRIPT.matcher(Files.readString(PAGE));
        assertThat(script.find()).as("a receiver in " + PAGE).isTrue();
        Path file = Files.writeString(folder.resolve("receiver.py"), script.group(1));
        ProcessBuilder python = new ProcessBuilder("python3", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        python.environment().put("SECRET", CameraTurns.SECRET);
        python.environment().put("PORT", Integer.toString(port));
        return python.start();
    }

    private static Delivery.Result post(WebhookSettings settings, Instant now) throws InterruptedException {
        byte[] value = CameraTurns.bytes(MadeUp.REGISTRY, CameraTurns.turn("gate", CameraEventKind.DEPARTED, 0));
        FleetNews event = new FleetReader(MadeUp.REGISTRY)
                .read(new ConsumerRecord<>(Topics.CAMERA_EVENTS.name(), 0, 0, new byte[0], value))
                .orElseThrow();
        return new WebhookClient(settings, SigningSecret.of(settings), InstantSource.fixed(now))
                .post(WebhookEvent.of((FleetNews.Event) event, ""))
                .result();
    }
}

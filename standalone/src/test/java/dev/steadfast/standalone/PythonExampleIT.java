package dev.steadfast.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steadfast.avro.Frame;
import dev.steadfast.schemas.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented example, run by Debian's Python with a client that is not ours, against a real registry. */
class PythonExampleIT {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Path EXAMPLE = Path.of("docs/examples/python/publish_and_read.py");

    @TempDir
    private Path folder;

    @BeforeAll
    static void requirePython() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON))
                        && new ProcessBuilder(PYTHON, "-c", "import avro.io, confluent_kafka")
                                        .redirectErrorStream(true)
                                        .start()
                                        .waitFor()
                                == 0,
                "needs python3-confluent-kafka and python3-avro");
    }

    @Test
    void shouldPublishAFrameAndReadItsPrediction() throws Exception {
        Path image = Files.write(folder.resolve("cat.png"), TestImages.png(1));
        try (RegistryProcess registry = RegistryProcess.start(folder.resolve("registry"), freePort())
                        .awaitReady();
                ClientBroker broker = ClientBroker.start(folder.resolve("kafka"), registry.url())) {
            Process python = example(broker, registry, "--camera", "snake", "--label", "3", image.toString());

            Frame frame = broker.read(Topics.FRAMES, 1).get(0);
            broker.publish(Topics.CERTIFIED_PREDICTIONS, "snake", SampleAnswers.certified(frame.getFrameId(), "snake"));

            assertThat(frame.getCameraId()).isEqualTo("snake");
            assertThat(frame.getLabel()).isEqualTo(3);
            assertThat(frame.getContentType()).isEqualTo("image/png");
            assertThat(frame.getImage().array()).isEqualTo(TestImages.png(1));
            assertThat(output(python)).isEqualTo("""
                            published frame %s
                            cat: stable within 0.476 (L2, pixels in [0, 1]), with confidence 1 - 0.001
                            """.formatted(frame.getFrameId()));
            assertThat(python.exitValue()).isZero();
        }
    }

    private static Process example(ClientBroker broker, RegistryProcess registry, String... arguments)
            throws IOException {
        List<String> command = List.of(
                PYTHON,
                Home.folder().resolve(EXAMPLE).toString(),
                "--brokers",
                broker.kafka().get("bootstrap.servers"),
                "--registry",
                registry.url());
        return new ProcessBuilder(
                        Stream.concat(command.stream(), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

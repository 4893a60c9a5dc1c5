package dev.steadfast.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.broker.FreePorts;
import dev.steadfast.standalone.ChildProcess;
import dev.steadfast.standalone.services.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user starts it. */
class DemoIT {

    private static final String[] FAST = {
        "--set", "certification.selection-samples=25", "--set", "certification.estimation-samples=100"
    };

    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path data;

    @TempDir
    private Path temporary;

    private final Map<String, Integer> ports = new LinkedHashMap<>();

    @Test
    void shouldEndByItselfAfterTheWantedFramesWithItsSummaryAsTheLastLine() throws Exception {
        try (ChildProcess demo = demo("--frames", "3", "--json", "--data", data.toString())) {
            assertThat(demo.awaitExit())
                    .as("exit status; output:%n%s", demo.output())
                    .isZero();

            JsonNode summary =
                    new ObjectMapper().readTree(demo.output().get(demo.output().size() - 1));
            assertThat(summary.get("frames").intValue()).isEqualTo(3);
            assertThat(summary.get("certified").intValue())
                    .as("certified, of a cat, a truck and a deer that the network is sure of")
                    .isPositive();
            assertThat(summary.get("predicted").intValue()).isZero();
            assertThat(summary.get("rejected").intValue()).isZero();
            assertThat(summary.get("certified").intValue()
                            + summary.get("abstained").intValue())
                    .isEqualTo(3);
            assertThat(summary.get("samples").intValue()).isEqualTo(3 * 125);
            assertThat(summary.get("seconds").doubleValue()).isPositive();
            assertThat(summary.has("mean_radius")).isTrue();
            assertThat(summary.has("accuracy")).isTrue();
            assertThat(summary.has("samples_per_second")).isTrue();
            assertThat(summary.has("frames_per_second")).isTrue();
        }
        assertThat(data).isNotEmptyDirectory();

        // And again on the same data, which is taken up where it was left; now with frames that are rejected, which are
        // answers too
        try (ChildProcess demo =
                demo("--frames", "6", "--data", data.toString(), "--set", "intake.max-image-bytes=100")) {
            assertThat(demo.awaitExit())
                    .as("exit status; output:%n%s", demo.output())
                    .isZero();
            assertThat(demo.output())
                    .anyMatch(line -> line.startsWith("frames       6 in"))
                    .contains("rejected     6");
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsInterrupted() throws Exception {
        try (ChildProcess demo = demo("--set", "streams.threads=1")) {
            await().atMost(Duration.ofSeconds(90)).until(() -> demo.output().stream()
                    .anyMatch(line -> line.contains("sample")
                            && line.contains(":")
                            && (line.contains("stable") || line.contains("abstain"))));
            List<ProcessHandle> children = demo.descendants();
            assertThat(children).as("the registry").hasSize(1);

            demo.terminate();

            demo.awaitExit();
            assertThat(demo.output()).anyMatch(line -> line.startsWith("certified    "));
            assertNothingIsLeft(children);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsInterruptedWhileItStarts() throws Exception {
        try (ChildProcess demo = demo()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !demo.descendants().isEmpty());
            List<ProcessHandle> children = demo.descendants();

            demo.terminate();

            assertThat(demo.awaitExit()).isEqualTo(SIGTERM);
            assertThat(demo.output())
                    .as("what it says: nothing of what fails because it was told to stop")
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("Starting Kafka") || line.matches(" +[0-9.]+ s  .*"));
            assertNothingIsLeft(children);
        }
    }

    @Test
    void shouldTakeItsRegistryAlongWhereItIsKilled() throws Exception {
        try (ChildProcess demo = demo()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> demo.output().stream()
                    .anyMatch(line -> line.contains("schema registry") && line.contains(" s ")));
            List<ProcessHandle> children = demo.descendants();
            assertThat(children).as("the registry").hasSize(1);

            demo.kill();

            await().atMost(Duration.ofSeconds(30)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /** No process, no file of ours, no port. */
    private void assertNothingIsLeft(List<ProcessHandle> children) throws IOException {
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("steadfast-"));
        }
        assertThatCode(() -> Ports.requireFree(ports)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameEveryPortThatIsTaken() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess demo = ChildProcess.steadfast(
                        "demo",
                        "--kafka-port",
                        "" + busy.getLocalPort(),
                        "--gateway-port",
                        "" + other.getLocalPort())) {
            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.output())
                    .contains(
                            "port %d on 127.0.0.1 is taken: choose another with --kafka-port"
                                    .formatted(busy.getLocalPort()),
                            "port %d on 127.0.0.1 is taken: choose another with --gateway-port"
                                    .formatted(other.getLocalPort()));
        }
    }

    private ChildProcess demo(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("demo"));
        for (String option : List.of("--kafka-port", "--registry-port", "--gateway-port", "--management-port")) {
            int port = FreePorts.next();
            ports.put(option, port);
            all.addAll(List.of(option, Integer.toString(port)));
        }
        Stream.of(FAST, arguments).flatMap(Stream::of).forEach(all::add);
        return ChildProcess.steadfast(temporary, all.toArray(String[]::new));
    }
}

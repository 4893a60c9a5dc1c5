package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user starts it. */
class DemoIT {

    private static final String[] FAST = {
        "--set", "certification.selection-samples=25", "--set", "certification.estimation-samples=100"
    };

    @TempDir
    private Path data;

    @Test
    void shouldEndByItselfAfterTheWantedFramesWithItsSummaryAsTheLastLine() throws Exception {
        try (ChildProcess demo = demo("--frames", "3", "--json", "--data", data.toString())) {
            assertThat(demo.awaitExit())
                    .as("exit status; output:%n%s", demo.output())
                    .isZero();

            JsonNode summary =
                    new ObjectMapper().readTree(demo.output().get(demo.output().size() - 1));
            assertThat(summary.get("frames").intValue()).isEqualTo(3);
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

        // And again on the same data, which is taken up where it was left
        try (ChildProcess demo = demo("--frames", "1", "--data", data.toString())) {
            assertThat(demo.awaitExit())
                    .as("exit status; output:%n%s", demo.output())
                    .isZero();
            assertThat(demo.output()).anyMatch(line -> line.startsWith("frames       1 in"));
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

            demo.interrupt();

            demo.awaitExit();
            assertThat(demo.output()).anyMatch(line -> line.startsWith("certified    "));
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void shouldNameEveryPortThatIsTaken() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                ChildProcess demo = ChildProcess.steadfast(
                        "demo", "--kafka-port", "" + busy.getLocalPort(), "--gateway-port", "" + busy.getLocalPort())) {
            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.output())
                    .anyMatch(line -> line.contains("port " + busy.getLocalPort())
                            && line.contains("choose another with --kafka-port"))
                    .anyMatch(line -> line.contains("choose another with --gateway-port"));
        }
    }

    private static ChildProcess demo(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("demo"));
        for (String option : List.of("--kafka-port", "--registry-port", "--gateway-port", "--management-port")) {
            all.addAll(List.of(option, Integer.toString(Ports.free())));
        }
        Stream.of(FAST, arguments).flatMap(Stream::of).forEach(all::add);
        return ChildProcess.steadfast(all.toArray(String[]::new));
    }
}

package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.standalone.command.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line says when it cannot do what it was asked to, as far as that needs no Kafka. */
class SteadfastTest {

    private static final String NO_REGISTRY = "kafka.schema.registry.url=mock://none";

    private static final String NO_PORT_OF_A_WORKER = "worker.management-port=0"; // the usual one may be taken

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "worker.device",
                        List.of("worker", "--set", NO_PORT_OF_A_WORKER, "--set", "worker.device=cuda:77")),
                Arguments.of(
                        "no-such-bundle",
                        List.of("worker", "--set", NO_PORT_OF_A_WORKER, "--set", "model.bundle=/no-such-bundle")),
                Arguments.of(
                        "no-such-bundle",
                        List.of(
                                "streams",
                                "--set",
                                "streams.management-port=0",
                                "--set",
                                "model.bundle=/no-such-bundle")),
                Arguments.of("no-such-file", List.of("streams", "--config", "/no-such-file.yaml")),
                Arguments.of("worker.devcie", List.of("worker", "--set", "worker.devcie=cpu")),
                Arguments.of("gateway.port", List.of("gateway", "--set", "gateway.port=65536")),
                Arguments.of(
                        "kafka", List.of("gateway", "--set", "kafka.bootstrap.servers=nonsense", "--set", NO_REGISTRY)),
                Arguments.of("--kafka-port", List.of("broker", "--kafka-port", "-1")),
                Arguments.of(
                        "--registry-port",
                        List.of("demo", "--kafka-port", "1", "--registry-port", "1", "--gateway-port", "0")),
                Arguments.of(
                        "/dev/null/here",
                        List.of("broker", "--data", "/dev/null/here", "--kafka-port", "0", "--registry-port", "0")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldExplainWhatIsWrongWithoutAStackTrace(String named, List<String> arguments) {
        int status = execute(arguments);

        assertThat(err.toString()).contains(named).doesNotContain("\tat ");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void shouldListAllCommandsWithoutReadingWhatTheyCanDo() {
        String all = Steadfast.commandLine().getUsageMessage();

        assertThat(Steadfast.commandLineFor("--help").getUsageMessage()).isEqualTo(all);
        assertThat(Steadfast.commandLineFor().getUsageMessage()).isEqualTo(all);
        assertThat(Steadfast.commandLineFor("keys", "list").getSubcommands()).containsOnlyKeys("keys");
    }

    @Test
    void shouldSayWhatIsWrongWithACommandLineAndNoMore() {
        assertThat(execute(
                        List.of("certificate", "--sigma", "0.25", "--alpha", "2", "--samples", "10", "--votes", "9")))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("alpha"))
                .contains("Try 'steadfast certificate --help'.");
    }

    @Test
    void shouldSuggestACommandForOneThatIsMisspelt() {
        StringWriter said = new StringWriter();

        int status = Steadfast.commandLineFor("publsh")
                .setErr(new PrintWriter(said, true))
                .execute("publsh");

        assertThat(status).isEqualTo(2);
        assertThat(said.toString()).contains("publsh", "publish");
    }

    @Test
    void shouldExplainAPortOfTheGatewayThatIsTaken() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(busy.getLocalPort());

            shouldExplainWhatIsWrongWithoutAStackTrace(
                    port,
                    List.of(
                            "gateway",
                            "--set",
                            "gateway.port=" + port,
                            "--set",
                            "gateway.management-port=0",
                            "--set",
                            "kafka.bootstrap.servers=127.0.0.1:1",
                            "--set",
                            NO_REGISTRY));
        }
    }

    @Test
    void shouldExplainABundleThatIsNone(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("manifest.json"), "{}");

        shouldExplainWhatIsWrongWithoutAStackTrace(
                folder.toString(), List.of("worker", "--set", NO_PORT_OF_A_WORKER, "--set", "model.bundle=" + folder));
    }

    @Test
    void shouldPrintTheProjectsVersion() {
        assertThat(execute(List.of("--version"))).isZero();
        assertThat(out.toString())
                .isEqualTo(Version.text() + System.lineSeparator())
                .containsPattern(
                        "^steadfast [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?( \\(commit [0-9a-f]+(, changed)?\\))?\\R$");
    }

    private int execute(List<String> arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}

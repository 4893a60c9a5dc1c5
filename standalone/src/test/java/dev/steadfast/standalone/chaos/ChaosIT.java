package dev.steadfast.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.standalone.Steadfast;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The fault harness, for a minute and with few frames: docs/explanation/chaos.md has the commands for longer runs. */
class ChaosIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int chaos(String... options) {
        CommandLine line = Steadfast.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "chaos";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return line.execute(arguments);
    }

    @Test
    void shouldKeepItsPromisesWhileProcessesDieAndConnectionsBreak(@TempDir Path data) throws Exception {
        chaos(
                "--minutes",
                "0.8",
                "--seed",
                "1",
                "--every",
                "4s",
                "--fps",
                "2",
                "--gateways",
                "1",
                "--replays",
                "1",
                "--faults",
                "kill,terminate,break,repeat,rebalance",
                "--data",
                data.toString(),
                "--json");

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/faults").asInt()).as("%s", err).isGreaterThan(5);
        assertThat(report.at("/counts/predictions").asInt()).isGreaterThan(20);
        assertThat(report.at("/counts/replays").asInt()).isEqualTo(1);
        assertThat(report.at("/violations"))
                .as("%s", err)
                .filteredOn(one -> !one.at("/rule").asText().equals("readiness_at_once")) // whatever the machine does
                .isEmpty();
    }

    @Test
    void shouldSayWhatItWouldDo() {
        assertThat(chaos("--schedule", "--seed", "3", "--minutes", "60")).isZero();

        assertThat(out.toString().lines())
                .hasSizeGreaterThan(350)
                .anyMatch(line -> line.matches("freeze topology-[12], at [0-9.]+ s for [0-9.]+ s"));
    }

    @Test
    void shouldSayWhatItCannotDo() {
        assertThat(chaos("--brokers", "2")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(chaos("--beside", "/no-such-folder", "--minutes", "1")).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(err.toString())
                .contains("brokers must be 1 or 3 and more")
                .contains("there is no launcher /no-such-folder/steadfast");
    }
}

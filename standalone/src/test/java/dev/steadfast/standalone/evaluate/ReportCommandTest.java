package dev.steadfast.standalone.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.standalone.Steadfast;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    private static final String TABLE = """
            idx\tlabel\tpredict\tradius\tcorrect\ttime
            0\t3\t3\t0.478\t1\t0:00:16.912345
            20\t7\t7\t0.25\t1\t0:00:16
            40\t8\t-1\t0.0\t0\t16.9
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    private Path table = Path.of("");

    @BeforeEach
    void writeTable() throws IOException {
        table = Files.writeString(folder.resolve("resnet.tsv"), TABLE);
    }

    @Test
    void shouldShowATableOfTheReference() {
        assertThat(report(table.toString())).isZero();

        assertThat(out.toString()).startsWith("""
                        radius   0.00   0.25     ACR   abstained   images   s.e.
                        resnet   66.6   66.6   0.242        33.3        3   27.3
                        """);
    }

    @Test
    void shouldWriteWhatItIsAskedFor() {
        int status = report(
                "one=" + table,
                "two=" + table,
                "--radii",
                "0,0.3",
                "--markdown",
                "--json",
                folder.resolve("r.json").toString(),
                "--svg",
                folder.resolve("r.svg").toString(),
                "--png",
                folder.resolve("r.png").toString());

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("| radius | 0.00 | 0.30 |", "| one | 66.6 | 33.3 |", "| best | 66.6 (66.6) |");
        assertThat(folder.resolve("r.json")).content().contains("\"label\" : \"two\"");
        assertThat(folder.resolve("r.svg")).content().contains(">one</text>", ">two</text>");
        assertThat(folder.resolve("r.png")).isNotEmptyFile();
    }

    @Test
    void shouldExplainWhatItCannotRead() throws IOException {
        Files.writeString(table, TABLE + "60\t8\t8\tx\t1\t16.9\n");

        assertThat(report(table.toString())).isEqualTo(1);

        assertThat(err.toString())
                .startsWith(table + ", line 5: radius must be a number, 0 or more, but is 'x'")
                .doesNotContain("\tat ");
        assertThat(report("twice=" + folder.resolve("none.tsv"))).isEqualTo(1);
        assertThat(err.toString()).contains("none.tsv does not exist");
    }

    private int report(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "report";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}

package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steadfast.standalone.command.Home;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the benchmark does with its options and with results; nothing is measured. */
class BenchmarkTest {
    /** %s: the median of a ratio, and the names of ratios that were not asked for. */
    private static final String RESULTS = """
            {"machine": {"processor": "A <fast> one", "cores": 2, "instructions": ["avx2"], "isa": "all", "load": 0.1},
             "rounds": 3, "notAskedFor": [%s],
             "measured": {"voter": {"unit": "votes/s", "aim": null, "median": 1500, "least": 1400.5, "most": 1600, "rounds": [1]}},
             "ratios": {%s},
             "notes": ["A note."]}
            """;

    private static final String RATIO = """
            "%s": {"unit": "", "aim": [">=", 2.5], "median": %s, "least": 1, "most": 4, "rounds": [1]}""";

    @TempDir
    private Path folder = Path.of("");

    private record Run(int status, String output) {}

    @BeforeEach
    void needPython() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "python3"))),
                "No python3 on the PATH, which the benchmark needs: apt-get install -y python3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            votes                   | PART must be one of forward, noise, voter, stream, gateway, topology, peer, but is votes
            --rounds 0              | --rounds must be at least 1, but is 0
            --seconds 0.1           | --seconds must be 0.5 to 600, but is 0.1
            --isa sse2              | argument --isa: invalid choice: 'sse2'
            --bundle nowhere        | --bundle must be a folder with bundle.json, but is nowhere
            --floats nowhere        | --floats must be a folder with bundle.json, but is nowhere
            --json nowhere/a.json   | --json: there is no folder
            --svg nowhere/a.svg     | --svg: there is no folder
            --compare nowhere       | --compare: nowhere cannot be read: [Errno 2] No such file
            --from words            | --from: words cannot be read: Expecting value
            --compare empty         | --compare: empty: it has no 'machine', as the results of this benchmark have
            --compare half          | --compare: half: 'voter / peer' has no median, least and most
            """)
    void shouldSayWhatIsWrongWithItsOptions(String options, String message) throws Exception {
        Files.writeString(folder.resolve("words"), "fast");
        Files.writeString(folder.resolve("empty"), "{}");
        write("half", "\"voter / peer\": {\"median\": 3}");

        Run run = bench(options.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).contains(message);
    }

    @Test
    void shouldShowDrawAndKeepTheResultsOfAnEarlierRun() throws Exception {
        write("earlier", RATIO.formatted("voter / peer", 2.4));

        Run run = bench("--from", "earlier", "--json", "again", "--svg", "plot");

        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("A <fast> one, 2 cores: avx2; --isa all")
                .contains("| voter | 1,500 (1,400 to 1,600) | votes/s |  |")
                .contains("| **voter / peer** | 2.4 (1 to 4) |  | >= 2.5: **no** |")
                .contains("- A note.");
        assertThat(bench("--from", "again", "--compare", "earlier")).isEqualTo(new Run(0, run.output()));
        var plot = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("plot").toFile());
        assertThat(plot.getDocumentElement().getTextContent())
                .contains("A <fast> one", "voter / peer", "2.4 (aim 2.5)");
    }

    @ParameterizedTest
    @CsvSource({"3.0, 0", "2.71, 0", "2.69, 1", "9, 0"})
    void shouldFailWhereARatioFellByMoreThanATenth(String now, int status) throws Exception {
        write("before", RATIO.formatted("voter / peer", 3));
        write("now", RATIO.formatted("voter / peer", now));

        Run run = bench("--from", "now", "--compare", "before");

        assertThat(run.status()).isEqualTo(status);
        assertThat(run.output().contains("voter / peer: " + now + ", 10% less than the baseline's 3"))
                .isEqualTo(status == 1);
    }

    @Test
    void shouldFailWhereARatioIsMissingThatWasAskedFor() throws Exception {
        write("before", RATIO.formatted("voter / peer", 3) + ", " + RATIO.formatted("noise alone / voter", 50));
        write("now", RATIO.formatted("noise alone / voter", 50));
        write("less", RATIO.formatted("noise alone / voter", 50), "voter / peer");

        Run run = bench("--from", "now", "--compare", "before");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("voter / peer: the baseline has it, and this run does not");
        assertThat(bench("--from", "less", "--compare", "before").status()).isZero();
    }

    private void write(String name, String ratios, String... notAskedFor) throws IOException {
        String names = String.join(
                ", ", Stream.of(notAskedFor).map(each -> '"' + each + '"').toList());
        Files.writeString(folder.resolve(name), RESULTS.formatted(names, ratios));
    }

    private Run bench(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("python3", Home.folder().resolve("bench/suite/run").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("COLUMNS", "200"); // usage and messages in one line
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}

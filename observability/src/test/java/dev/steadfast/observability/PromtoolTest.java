package dev.steadfast.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Prometheus' own tool on our files. The launcher's {@code test} fetches it where it can; without it this is skipped, and says so. */
@Timeout(60)
class PromtoolTest {

    private static final String ABSENT =
            "No promtool on the PATH, so alerts are not tried. Install it with: apt-get install -y prometheus";

    /** Where the launcher puts it if it is not installed. */
    private static final Path FETCHED = Path.of("target/tools").toAbsolutePath();

    private final Path promtool = find();

    private static Path find() {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                .map(Path::of),
                        Stream.of(FETCHED))
                .map(folder -> folder.resolve("promtool"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            LoggerFactory.getLogger(PromtoolTest.class).atWarn().log(ABSENT);
        }
        assumeTrue(found.isPresent(), ABSENT);
        return found.orElseThrow();
    }

    @Test
    void shouldTakeTheConfigurationAndTheRules() throws Exception {
        assertThat(run("check", "config", "prometheus.yml"))
                .contains("is valid prometheus config file syntax", "16 rules found");
    }

    @Test
    void shouldRaiseEachAlertWhenItMustAndNotOtherwise() throws Exception {
        assertThat(run("test", "rules", "rules-test.yml")).contains("SUCCESS");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(promtool.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

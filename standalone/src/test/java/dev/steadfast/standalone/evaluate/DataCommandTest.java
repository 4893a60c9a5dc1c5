package dev.steadfast.standalone.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.datasets.DatasetFetch.Fetched;
import dev.steadfast.datasets.FetchProgress;
import dev.steadfast.standalone.Steadfast;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {

    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayHowManyImagesCameFromWhereAndWhereTheyLie() {
        Fetched fetched = new Fetched(Path.of("data", "cifar"), Optional.of("npm"), 50_000, 10_000);

        assertThat(DataCommand.report("CIFAR-10", fetched).lines())
                .containsExactly(
                        "CIFAR-10: 50,000 images to train on, 10,000 to test with", "  from npm", "  in data/cifar");
        assertThat(DataCommand.report("CIFAR-10", new Fetched(fetched.folder(), Optional.empty(), 1, 1)))
                .contains("was there already");
    }

    @Test
    void shouldExplainAnArchiveThatIsNoneAndLeaveNothing() throws Exception {
        Path page = Files.writeString(temporary.resolve("page.html"), "<html>");
        Path data = temporary.resolve("data");

        assertThat(execute("data", "cifar10", "--out", data.toString(), "--from", page.toString()))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("page.html: the archive is damaged, incomplete", "no .tar.gz", "--from")
                .doesNotContain("\tat ");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void shouldExplainAPathThatDoesNotExist() {
        assertThat(execute("data", "fashion-mnist", "--out", temporary.toString(), "--from", "/no-such-folder"))
                .isEqualTo(1);

        assertThat(err.toString()).contains("/no-such-folder does not exist").doesNotContain("\tat ");
    }

    @Test
    void shouldAskForAFolder() {
        assertThat(execute("data", "cifar10")).isEqualTo(2);

        assertThat(err.toString()).contains("--out=DIR");
    }

    @Test
    void shouldSayWhatBeginsWhereNobodyWatches() {
        FetchBars progress = new FetchBars(new PrintWriter(err, true), false);

        try (FetchProgress.Step step = progress.begin("unpacking", 10)) {
            step.reached(5);
        }

        assertThat(err.toString()).isEqualTo("unpacking ..." + System.lineSeparator());
    }

    private int execute(String... arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

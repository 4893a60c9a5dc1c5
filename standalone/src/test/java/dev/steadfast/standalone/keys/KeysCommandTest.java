package dev.steadfast.standalone.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.standalone.Steadfast;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String file = "";

    @BeforeEach
    void nameFile() {
        file = folder.resolve("keys").toString();
    }

    @Test
    void shouldPrintANewKeyOnceAndKeepItsDigest() throws IOException {
        int status = create("--name", "door-camera", "--role", "publish,read", "--camera", "door,gate-*");

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString()).matches("sf_[A-Za-z0-9_-]{43}\\R");
        assertThat(err.toString()).isEmpty();
        assertThat(Files.readAllLines(Path.of(file)))
                .last()
                .asString()
                .matches("door-camera [0-9a-f]{64} publish,read door,gate-\\*")
                .doesNotContain(out.toString().strip());
    }

    @Test
    void shouldListAndRevoke() {
        create("--name", "door-camera", "--role", "publish", "--camera", "door");
        create("--name", "dashboard", "--role", "read,operate", "--camera", "*");
        out.getBuffer().setLength(0);

        assertThat(run("list", "--file", file)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "name         roles                 cameras",
                        "door-camera  publish               door",
                        "dashboard    operate,read          *");

        assertThat(run("revoke", "door-camera", "--file", file)).isZero();
        out.getBuffer().setLength(0);
        run("list", "--file", file);
        assertThat(out.toString()).contains("dashboard").doesNotContain("door-camera");
    }

    @Test
    void shouldListCapsWhereThereAreSome() {
        create("--name", "door-camera", "--role", "publish", "--camera", "door", "--max-samples", "2000");
        create("--name", "dashboard", "--role", "read,operate", "--camera", "*");
        out.getBuffer().setLength(0);

        run("list", "--file", file);

        assertThat(out.toString().lines())
                .containsExactly(
                        "name         roles                 max-samples  cameras",
                        "door-camera  publish               2000         door",
                        "dashboard    operate,read                       *");
    }

    @Test
    void shouldListBudgetsWhereThereAreSome() {
        create("--name", "visitor", "--role", "publish", "--camera", "hall", "--budget", "500/s");
        create("--name", "dashboard", "--role", "read,operate", "--camera", "*");
        out.getBuffer().setLength(0);

        run("list", "--file", file);

        assertThat(out.toString().lines())
                .containsExactly(
                        "name       roles                 budget           cameras",
                        "visitor    publish               500/s+5000       hall",
                        "dashboard  operate,read                           *");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create --name a --role read --camera * --max-samples 0 | 1 | max-samples must be from 1 to 10000000, was 0
            create --name a --role read --camera * --budget 0/s | 1 | the samples of a budget must be from 1 to 1000000000, were 0
            create --name a --role read --camera * --budget much | 1 | must be samples a second, and perhaps how many at once, such as 500/s or 500/s+20000; was 'much'
            create --name a/b --role read --camera *       | 1 | a key must be named with 1 to 64 of A-Z a-z 0-9 . _ -
            create --name a --role raed --camera *         | 1 | a role must be one of publish, read, operate, was 'raed'
            create --name a --role read --camera a*b       | 1 | a camera must be a name of 1 to 128 of A-Z a-z 0-9 . _ -
            create --name a --role read                    | 2 | Missing required option: '--camera=CAMERA'
            revoke nobody                                  | 1 | has no key named 'nobody'
            list                                           | 1 | there is no such file; 'steadfast keys create' makes it
            """)
    void shouldExplainWhatItCannotDo(String command, int status, String message) {
        String[] words = Stream.concat(Stream.of(command.split(" ")), Stream.of("--file", file))
                .toArray(String[]::new);

        assertThat(run(words)).isEqualTo(status);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNotGiveTwoHoldersOneName() {
        create("--name", "a", "--role", "read", "--camera", "*");
        out.getBuffer().setLength(0);

        assertThat(create("--name", "a", "--role", "read", "--camera", "*")).isEqualTo(1);

        assertThat(err.toString()).contains("has a key named 'a' already: choose another name, or revoke that one");
        assertThat(out.toString()).as("no key that is of no use").isEmpty();
    }

    private int create(String... arguments) {
        return run(Stream.of(List.of("create"), List.of(arguments), List.of("--file", file))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("keys"), Stream.of(arguments)).toArray(String[]::new));
    }
}

package dev.steadfast.standalone.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The documented example, run by Debian's Python with a client that is not ours. */
public final class PythonExample {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Path EXAMPLE = Path.of("docs/examples/python/publish_and_read.py");

    private PythonExample() {}

    /** Skips the test where the example cannot run. */
    public static void assumeInstalled() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON))
                        && new ProcessBuilder(PYTHON, "-c", "import avro.io, confluent_kafka")
                                        .redirectErrorStream(true)
                                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                        .start()
                                        .waitFor()
                                == 0,
                "needs python3-confluent-kafka and python3-avro");
    }

    /** Runs it to its end, which it sees to itself, and returns all that it has printed. */
    public static String run(Map<String, String> kafka, String... arguments) throws IOException, InterruptedException {
        List<String> command = List.of(
                PYTHON,
                Home.folder().resolve(EXAMPLE).toString(),
                "--brokers",
                kafka.get("bootstrap.servers"),
                "--registry",
                kafka.get(SchemaRegistry.URL));
        Process process = new ProcessBuilder(
                        Stream.concat(command.stream(), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("exit status; output:%n%s", output).isZero();
        return output;
    }
}

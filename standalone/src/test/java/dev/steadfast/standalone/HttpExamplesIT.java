package dev.steadfast.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documented clients that need nothing but their language, run from the repository's folder as the documentation has it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpExamplesIT {

    private static final Path PAGE = Home.folder().resolve("docs/how-to/write-a-client.md");
    private static final String SAMPLE = "docs/examples/ship.png";

    enum Language {
        PYTHON(
                "python3",
                "docs/examples/python/publish_over_http.py",
                "docs/examples/python/follow_over_http.py",
                ".py"),
        JAVASCRIPT("node", "docs/examples/javascript/publish.mjs", "docs/examples/javascript/follow.mjs", ".mjs");

        private final String program;
        private final String publish;
        private final String follow;
        private final String suffix;

        Language(String program, String publish, String follow, String suffix) {
            this.program = program;
            this.publish = publish;
            this.follow = follow;
            this.suffix = suffix;
        }

        /** Skips the test where the language is not installed, or too old for what the page says. */
        private void assumeInstalled() throws InterruptedException {
            String test = this == PYTHON
                    ? "import sys; sys.exit(sys.version_info < (3, 8))"
                    : "process.exit(Number(process.versions.node.split('.')[0]) < 18 ? 1 : 0)";
            boolean installed;
            try {
                installed = new ProcessBuilder(program, this == PYTHON ? "-c" : "-e", test)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException e) {
                installed = false;
            }
            assumeTrue(installed, "needs " + program + (this == PYTHON ? ", 3.8 or later" : ", 18 or later"));
        }

        /** What the page shows of the language, as one program. */
        private String onThePage() throws IOException {
            Matcher block = Pattern.compile("```" + name().toLowerCase(Locale.ROOT) + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(PAGE));
            assertThat(block.find()).as("a block of %s in %s", this, PAGE).isTrue();
            return block.group(1);
        }
    }

    @TempDir
    private Path folder;

    private RunningStack stack;

    @SuppressWarnings("NullAway.Init")
    HttpExamplesIT() {}

    @BeforeAll
    void start(@TempDir Path data) throws InterruptedException {
        stack = new RunningStack(data);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    private String gateway() {
        return "http://127.0.0.1:" + stack.gateway().port();
    }

    @ParameterizedTest
    @EnumSource
    void shouldPublishTheSampleAndPrintItsAnswer(Language language) throws Exception {
        language.assumeInstalled();

        assertThat(run(language, language.publish, SAMPLE, gateway())).matches("ship, stable within 0\\.\\d{3}\n");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatIsWrongWithAnImage(Language language) throws Exception {
        language.assumeInstalled();
        Process process = start(language, language.publish, "README.md", gateway());

        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isNotZero();
        assertThat(output).contains("415: the body begins like neither PNG nor JPEG");
    }

    @ParameterizedTest
    @EnumSource
    void shouldDoWhatThePageShows(Language language) throws Exception {
        language.assumeInstalled();
        String program = language.onThePage().replace("http://127.0.0.1:8080", gateway());
        Path file = Files.writeString(folder.resolve("page" + language.suffix), program);

        assertThat(run(language, file.toString())).matches("certified ship 0\\.\\d+\n");
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowTheStreamAndGoOnAfterABreak(Language language) throws Exception {
        language.assumeInstalled();
        try (CuttableProxy proxy = CuttableProxy.to(stack.gateway().port())) {
            Process follower = command(language, language.follow, "http://127.0.0.1:" + proxy.port())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> seen = framesSeenBy(follower);
            try {
                AtomicInteger published = new AtomicInteger();
                await().atMost(RunningStack.PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> {
                            publish(language + "-" + published.incrementAndGet());
                            return !seen.isEmpty(); // it reads the stream, and from now on
                        });

                proxy.cut();
                publish(language + "-meanwhile");

                await().atMost(RunningStack.PATIENCE).until(() -> seen.contains(language + "-meanwhile"));
                assertThat(proxy.accepted()).as("connections").isGreaterThan(1);
                assertThat(seen).doesNotHaveDuplicates();
            } finally {
                follower.destroy();
            }
        }
    }

    private void publish(String frameId) {
        stack.publish(RunningStack.frame(frameId, SampleImages.load().get(0)));
    }

    /** The ids of the frames whose answers it prints: the second word of each line. */
    private static List<String> framesSeenBy(Process follower) {
        List<String> seen = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(
                () -> follower.inputReader()
                        .lines()
                        .map(line -> line.split(" ", -1)[1])
                        .forEach(seen::add),
                "follower");
        reader.setDaemon(true);
        reader.start();
        return seen;
    }

    /** Runs a program to its end, which it sees to itself, and returns what it prints. */
    private static String run(Language language, String... arguments) throws IOException, InterruptedException {
        Process process = start(language, arguments);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("exit status; output:%n%s", output).isZero();
        return output;
    }

    private static Process start(Language language, String... arguments) throws IOException {
        return command(language, arguments).redirectErrorStream(true).start();
    }

    private static ProcessBuilder command(Language language, String... arguments) {
        return new ProcessBuilder(Stream.concat(Stream.of(language.program), Stream.of(arguments))
                        .toList())
                .directory(Home.folder().toFile());
    }
}

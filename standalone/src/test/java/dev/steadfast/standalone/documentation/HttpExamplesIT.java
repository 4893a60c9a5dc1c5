package dev.steadfast.standalone.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steadfast.chaos.network.FaultyLink;
import dev.steadfast.standalone.RunningStack;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.demo.SampleImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the documented clients do about a refusal, and about a connection that breaks; the rest {@link DocumentedCommands} tries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpExamplesIT {

    enum Language {
        PYTHON("python3", "docs/examples/python/publish_over_http.py", "docs/examples/python/follow_over_http.py"),
        JAVASCRIPT("node", "docs/examples/javascript/publish.mjs", "docs/examples/javascript/follow.mjs");

        private final String program;
        private final String publish;
        private final String follow;

        Language(String program, String publish, String follow) {
            this.program = program;
            this.publish = publish;
            this.follow = follow;
        }

        /** Skips the test where the language is not installed, or too old for what the page says. */
        void assumeInstalled() throws InterruptedException {
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
    }

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
    void shouldSayWhatIsWrongWithAnImage(Language language) throws Exception {
        language.assumeInstalled();
        Process process = start(language, language.publish, "README.md", gateway());

        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isNotZero();
        assertThat(output).contains("415: the body begins like neither PNG nor JPEG");
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowTheStreamAndGoOnAfterABreak(Language language) throws Exception {
        language.assumeInstalled();
        try (FaultyLink proxy = FaultyLink.to(stack.gateway().port())) {
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

    private static Process start(Language language, String... arguments) throws IOException {
        return command(language, arguments).redirectErrorStream(true).start();
    }

    private static ProcessBuilder command(Language language, String... arguments) {
        return new ProcessBuilder(Stream.concat(Stream.of(language.program), Stream.of(arguments))
                        .toList())
                .directory(Home.folder().toFile());
    }
}

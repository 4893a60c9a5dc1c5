package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steadfast.gateway.predictions.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The page in a real browser. What it looked like is left in {@code target/page}. */
class BrowserTest {

    private static final Path LOOKS = Path.of("target", "page");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // stays null where there is no Chromium: then every test is skipped
    private static Chromium chromium;

    private RunningFront front;

    @BeforeAll
    static void startChromium() throws Exception {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target").toAbsolutePath()), "browser-");
        Optional<Path> executable = Chromium.find();
        if (executable.isPresent()) {
            chromium = Chromium.start(executable.get(), folder.resolve("profile"));
        } else {
            LoggerFactory.getLogger(BrowserTest.class).atWarn().log(Chromium.ABSENT);
        }
    }

    @AfterAll
    static void stopChromium() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void start() {
        assumeTrue(chromium != null, Chromium.ABSENT);
        front = RunningFront.with();
        chromium.screen(1200, 900, "light");
    }

    @AfterEach
    void stop() {
        if (chromium != null) {
            chromium.open(URI.create("about:blank"));
            front.close();
        }
    }

    @Test
    void shouldShowAnswersAsTheyArrive() throws Exception {
        // Given
        front.arrive(MadeUp.answer(MadeUp.certified("past", "door", "frog", 0.25, 0.85)));
        open("/");

        // When
        front.arrive(
                MadeUp.answer(MadeUp.certified("f-1", "door", "cat", 0.7499999999, 0.99913)),
                MadeUp.answer(MadeUp.abstained("f-2", "yard", 0.4321)),
                MadeUp.answer(MadeUp.rejected(Optional.of("f-3"), Optional.of("gate"))));

        // Then
        awaitText("#rejected", "1");
        assertThat(chromium.text("#certified")).isEqualTo("2");
        assertThat(chromium.text("#abstained")).isEqualTo("1");
        assertThat(chromium.text("#mean-radius"))
                .as("(0.25 + 0.7499999) / 2, rounded down")
                .isEqualTo("0.499");
        awaitText("#rows tr:nth-child(3) .label", "cat");
        assertThat(chromium.text("#rows tr:nth-child(3) .r")).as("rounded down").isEqualTo("0.749");
        assertThat(chromium.text("#rows tr:nth-child(3) .p")).isEqualTo("0.999");
        assertThat(chromium.text("#rows tr:nth-child(2) .reason")).isEqualTo("not confident");
        assertThat(chromium.text("#rows tr:nth-child(1) .reason")).isEqualTo("not an image");
        assertThat(chromium.text("#rows tr:nth-child(4) .label"))
                .as("of the past")
                .isEqualTo("frog");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void shouldShowTextAsText() throws Exception {
        open("/");
        String markup = "<img src=x onerror=alert(1)>";

        front.arrive(
                MadeUp.answer(MadeUp.certified("f-1", "door", markup, 0.5, 0.9)),
                MadeUp.answer(MadeUp.rejected(Optional.of("f-2"), Optional.of(markup))));

        awaitText("#rows tr:nth-child(2) .label", markup);
        assertThat(chromium.text("#rows tr:nth-child(1) .camera")).isEqualTo(markup);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void shouldKeepABoundedListAndStandStillWhilePaused() throws Exception {
        open("/");
        for (int i = 0; i < 150; i++) {
            front.arrive(MadeUp.answer(MadeUp.certified("f-" + i, "door")));
        }
        awaitText("#certified", "150");
        awaitText("#rows tr:nth-child(100) .label", "cat");
        assertThat(number("document.querySelectorAll('#rows tr').length")).isEqualTo(100);

        // When
        chromium.evaluate("document.getElementById('pause').click()");
        front.arrive(MadeUp.answer(MadeUp.certified("f-late", "yard")));

        // Then
        awaitText("#certified", "151");
        assertThat(chromium.text("#pause")).isEqualTo("Go on");
        assertThat(chromium.text("#rows tr:nth-child(1) .camera")).isEqualTo("door");
        chromium.evaluate("document.getElementById('pause').click()");
        awaitText("#rows tr:nth-child(1) .camera", "yard");
    }

    @Test
    void shouldSendAnImageAndShowItsAnswer() throws Exception {
        // Given
        Path image = Files.write(folder.resolve("cat.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        open("/?camera=door");
        chromium.choose("#file", image);

        // When
        chromium.evaluate("document.querySelector('#try button').click()");

        // Then
        var frame = front.published.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(frame).isNotNull();
        assertThat(frame.getCameraId()).isEqualTo("browser");
        assertThat(frame.getContentType()).isEqualTo("image/png");
        front.arrive(MadeUp.answer(MadeUp.certified(frame.getFrameId(), "browser", "cat", 0.5, 0.98)));
        awaitText("#result", "cat: stable within 0.500, with confidence 1 \u2212 0.001.");
        assertThat(chromium.text("#filter-name")).isEqualTo("door");
        assertThat(chromium.text("#rows")).as("of another camera").isEmpty();
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void shouldNeverShowMoreThanIsCertified() {
        chromium.open(front.uri("/"));
        await().atMost(PATIENCE).until(() -> "live".equals(chromium.text("#connection")));

        Object shown = chromium.evaluate("""
                import('/numbers.js').then(({ roundedDown }) => {
                  const cases = [0.29, 0.57, 0.58, 1.001, 1.005, 4.35, 1e-9, 0.0009999, 2.4617];
                  let state = 1;
                  for (let i = 0; i < 20000; i++) {
                    state = (state * 48271) % 2147483647;
                    cases.push(i % 2 ? state / 2147483647 * 4 : Math.floor(state / 2147483647 * 4000) / 1000);
                  }
                  const wrong = cases.filter((r) => Number(roundedDown(r, 3)) > r || r - Number(roundedDown(r, 3)) > 0.0010001);
                  return [roundedDown(0.29, 2), roundedDown(0.29999999, 3), roundedDown(1, 3), wrong.length].join(' ');
                })""");

        assertThat(shown).isEqualTo("0.29 0.299 1.000 0");
    }

    @Test
    void shouldFindTheGatewayAgain() throws Exception {
        // Given
        open("/");
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));
        awaitText("#certified", "1");
        int port = front.port();

        // When
        front.close();
        awaitText("#connection", "connection lost, trying again");
        front = RunningFront.with("gateway.port=" + port);

        // Then
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")), MadeUp.answer(MadeUp.certified("f-2", "door")));
        awaitText("#connection", "live");
        awaitText("#certified", "2");
    }

    @Test
    void shouldFitLightDarkAndPhone() throws Exception {
        open("/");
        look("empty", "light", 1200, 900);
        String[] classes = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
        String[] cameras = {"door", "yard-north", "loading-bay.2", "browser"};
        for (int i = 0; i < 40; i++) {
            double bound = 0.62 + 0.378 * ((i * 37 % 40) / 40.0);
            Answer answer = i % 7 == 3
                    ? MadeUp.answer(MadeUp.abstained("f-" + i, cameras[i % 4], 0.31 + (i % 5) * 0.04))
                    : MadeUp.answer(MadeUp.certified(
                            "f-" + i, cameras[i * 3 % 4], classes[i * 7 % 10], 0.25 * 3 * (bound - 0.5), bound));
            front.arrive(answer);
        }
        front.arrive(MadeUp.answer(MadeUp.rejected(Optional.of("f-x"), Optional.of("door"))));
        front.arrive(MadeUp.answer(MadeUp.certified("f-y", "yard-north", "frog", 0.61568, 0.99313)));
        awaitText("#rejected", "1");
        awaitText("#rows tr:nth-child(1) .label", "frog");

        look("wide", "light", 1200, 900);
        look("wide", "dark", 1200, 900);
        look("phone", "light", 390, 844);
        look("phone", "dark", 390, 844);
    }

    private static void look(String name, String scheme, int width, int height) throws IOException {
        chromium.screen(width, height, scheme);
        chromium.screenshot(LOOKS.resolve(name + "-" + scheme + ".png"));
        assertThat(number("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("nothing reaches beyond the screen's edge")
                .isZero();
    }

    private void open(String path) {
        chromium.open(front.uri(path));
        awaitText("#connection", "live");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(front.streamReaders()).isEqualTo(1));
    }

    private static int number(String expression) {
        return ((Number) chromium.evaluate(expression)).intValue();
    }

    private static void awaitText(String selector, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.text(selector)).isEqualTo(text));
    }
}

package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Takes the documentation's pictures of a gateway that runs, the demo's for example. Not one of the tests: {@code docs/screenshots/make}
 * runs it. Where the gateway wants a key, {@code STEADFAST_KEY} is one with the role {@code operate}.
 */
@ExtendWith(ChromiumExtension.class)
class Screenshots {

    private static final URI GATEWAY = URI.create(
            System.getProperty("screenshots.of", "http://127.0.0.1:8080").replaceAll("/+$", "") + "/");
    private static final Path FOLDER =
            Path.of(System.getProperty("screenshots.to", "target/screenshots")).toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MOST_BYTES = 300_000;
    private static final String PICTURES_ARE_THERE =
            "[...document.querySelectorAll('canvas')].every(({ width }) => width > 8)";

    private final Chromium chromium;

    Screenshots(Chromium chromium) {
        this.chromium = chromium;
    }

    @BeforeEach
    void signIn() {
        chromium.begin(1280, 1500, "light");
        chromium.open(GATEWAY);
        Optional.ofNullable(System.getenv("STEADFAST_KEY"))
                .ifPresent(key -> chromium.evaluate("sessionStorage.setItem('steadfast.key', '%s')".formatted(key)));
    }

    @AfterEach
    void leave() {
        chromium.begin(1280, 1500, "light");
    }

    @Test
    void takeTheDashboard() throws IOException {
        chromium.open(GATEWAY);
        await("a live page").atMost(PATIENCE).until(() -> "live".equals(chromium.text("#connection")));
        await("five answers in the list").atMost(PATIENCE).until(() -> chromium.shows("#rows tr:nth-child(5)"));
        await("the figure of radii").atMost(PATIENCE).until(() -> chromium.shows("#figure-radii svg"));
        await("a page that stays live")
                .during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .until(() -> "live".equals(chromium.text("#connection")));

        take("dashboard-light", "light", 1280, 1500);
        take("dashboard-dark", "dark", 1280, 1500);
        take("dashboard-phone", "light", 390, 1200);
    }

    @Test
    void takeAFrame() throws IOException {
        String certified = "#rows tr.certified .answer a";
        chromium.open(GATEWAY.resolve("/?outcome=certified"));
        await("a certified frame").atMost(PATIENCE).until(() -> chromium.shows(certified));
        chromium.open(GATEWAY.resolve(String.valueOf(
                chromium.evaluate("document.querySelector('%s').getAttribute('href')".formatted(certified)))));
        await("samples").atMost(PATIENCE).until(() -> chromium.shows("#samples li"));
        chromium.click("#replay");
        await("a replay").atMost(PATIENCE).until(() -> chromium.shows("#replay-tables table"));
        chromium.evaluate("scrollTo(0, 0)");

        take("frame", "light", 1280, 1700);
    }

    private void take(String name, String scheme, int width, int height) throws IOException {
        chromium.screen(width, height, scheme);
        await("every picture on the page")
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(chromium.evaluate(PICTURES_ARE_THERE)));
        Path file = FOLDER.resolve(name + ".png");
        chromium.screenshot(file);
        assertThat(Files.size(file)).as("bytes of %s", file).isLessThan(MOST_BYTES);
    }
}

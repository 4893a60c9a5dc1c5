package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of the pages in a real browser, against a stub of the API. What they looked like is left in {@code target/page}. */
@ExtendWith(ChromiumExtension.class)
abstract class InBrowser {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final int WIDTH = 1280;
    static final int HEIGHT = 1000;
    private static final Path LOOKS = Path.of("target", "page");

    final Chromium chromium;
    final ContractStub stub = new ContractStub();

    InBrowser(Chromium chromium) {
        this.chromium = chromium;
    }

    @BeforeEach
    void begin() {
        chromium.begin(WIDTH, HEIGHT, "light");
    }

    @AfterEach
    void end() {
        chromium.begin(WIDTH, HEIGHT, "light");
        stub.close();
    }

    /** Opens a page that reads the live stream, and waits until it does. */
    final void openLive(String path) {
        chromium.open(stub.uri(path));
        awaitText("#connection", "live");
    }

    final void awaitText(String selector, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.text(selector)).isEqualTo(text));
    }

    final void awaitPart(String selector, String part) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.text(selector)).contains(part));
    }

    /** Complains if a page reaches beyond the edge of a screen of that width. */
    final void look(String name, String scheme, int width, int height) throws IOException {
        chromium.screen(width, height, scheme);
        chromium.screenshot(LOOKS.resolve(name + "-" + scheme + ".png"));
        assertThat(chromium.number("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s: nothing reaches beyond the screen's edge", name)
                .isZero();
    }

    final void assertQuiet() {
        assertThat(chromium.complaints()).isEmpty();
        assertThat(chromium.requests())
                .as("all requests go to the gateway")
                .isNotEmpty()
                .allSatisfy(uri ->
                        assertThat(uri.getAuthority()).isEqualTo(stub.uri("/").getAuthority()));
    }
}

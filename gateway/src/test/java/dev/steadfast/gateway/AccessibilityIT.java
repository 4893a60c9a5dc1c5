package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both pages against axe-core's rules: names, roles, landmarks, contrast, and so on. */
class AccessibilityIT extends InBrowser {

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final String CHECK = """
            axe.run(document, { resultTypes: ['violations'] }).then(({ violations, passes }) => passes.length + ' passed'
              + violations.map(({ id, nodes }) => `\\n${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary)}`).join(''))""";

    AccessibilityIT(Chromium chromium) {
        super(chromium);
    }

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 1280", "light, 360"})
    void shouldHaveNothingThatAxeComplainsAboutOnTheDashboard(String scheme, int width) throws IOException {
        chromium.screen(width, HEIGHT, scheme);
        MadeUpFleet.introduce(stub, Instant.now());
        stub.arrives(ContractJson.rejected("f-r", "ramp", 5, Instant.now()));
        openLive("/");
        awaitPart("#headline", "in trouble");
        awaitText("#backlog-tasks", "112");
        awaitPart("#rows", "rejected");

        assertThat(violations()).matches("\\d+ passed");
    }

    @Test
    void shouldHaveNothingThatAxeComplainsAboutInTheFormThatAsksForAKey() throws IOException {
        stub.key = Optional.of("sf_right");
        chromium.open(stub.uri("/"));
        awaitPart("#sign-in", "who asks");

        assertThat(violations()).matches("\\d+ passed");
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void shouldHaveNothingThatAxeComplainsAboutOnAFramesPage(String scheme) throws IOException {
        chromium.screen(WIDTH, HEIGHT, scheme);
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.6, Instant.now()));
        stub.replay = Optional.of(ContractJson.replay("f-1", 5, true));
        chromium.open(stub.uri("/frames/f-1"));
        awaitText("#samples li:nth-child(1) p", "0: cat");
        chromium.click("#replay");
        awaitPart("#replay-verdict", "do not match");

        assertThat(violations()).matches("\\d+ passed");
    }

    @Test
    void shouldHaveNothingThatAxeComplainsAboutOnARejectedFramesPageWithATermOpen() throws IOException {
        stub.arrives(ContractJson.rejected("f-1", "door", 3, Instant.now()));
        chromium.open(stub.uri("/frames/f-1"));
        awaitPart("#picture-image-note", "pixels");
        assertThat(violations()).matches("\\d+ passed");

        openLive("/");
        chromium.click(".term");
        assertThat(chromium.shows(".explanation:popover-open")).isTrue();

        assertThat(violations()).matches("\\d+ passed");
    }

    private String violations() throws IOException {
        try (InputStream axe = Objects.requireNonNull(AccessibilityIT.class.getResourceAsStream(AXE))) {
            chromium.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
        }
        await().atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(chromium.evaluate("document.fonts.status === 'loaded'")));
        return String.valueOf(chromium.evaluate(CHECK));
    }
}

package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages with the gateway's own API behind them. */
@ExtendWith(ChromiumExtension.class)
class GatewayPageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Chromium chromium;
    private final RunningFront front = RunningFront.with();

    GatewayPageIT(Chromium chromium) {
        this.chromium = chromium;
    }

    @BeforeEach
    void begin() {
        chromium.begin(1280, 1000, "light");
    }

    @AfterEach
    void end() {
        chromium.begin(1280, 1000, "light");
        front.close();
    }

    @Test
    void shouldShowWhatArrivesAndOnlyWhatIsAskedFor() {
        // Given
        front.arrive(MadeUp.answer(MadeUp.certified("past", "door", "frog", 0.25, 0.85)));
        chromium.open(front.uri("/"));
        awaitText("#rows tr:nth-child(1) .label", "frog");
        awaitText("#connection", "live");

        // When
        front.arrive(
                MadeUp.answer(MadeUp.certified("f-1", "door", "cat", 0.7499999999, 0.99913)),
                MadeUp.answer(MadeUp.abstained("f-2", "yard", 0.4321)),
                MadeUp.answer(MadeUp.rejected(Optional.of("f-3"), Optional.of("gate"))));

        // Then
        awaitText("#rows tr:nth-child(1) .reason", "not an image");
        assertThat(chromium.text("#rows tr:nth-child(3) .r")).isEqualTo("0.749");

        // When
        chromium.click("#outcome-certified");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.number("document.querySelectorAll('#rows tr').length"))
                        .isEqualTo(2));
        assertThat(chromium.shows("#backlog-tasks")).isTrue();
    }

    @Test
    void shouldShowAFrame() {
        front.arrive(MadeUp.answer(MadeUp.certified("f:1", "door", "cat", 0.7499999999, 0.99913)));

        chromium.open(front.uri("/frames/f:1"));

        awaitText("#answer", "cat, stable within 0.749");
        awaitText("#picture-image-note", "No longer kept: the topic\u2019s retention has passed.");
    }

    private void awaitText(String selector, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.text(selector)).isEqualTo(text));
    }
}

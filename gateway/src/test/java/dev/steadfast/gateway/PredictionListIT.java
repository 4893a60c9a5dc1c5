package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of the latest predictions, its filters, and the box that sends an image. */
class PredictionListIT extends InBrowser {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Instant now = Instant.now();

    PredictionListIT(Chromium chromium) {
        super(chromium);
    }

    @Test
    void shouldShowAnswersAsTheyArrive() {
        // Given
        stub.arrives(ContractJson.certified("past", "door", "frog", 0.25, now.minusSeconds(9)));
        openLive("/");
        awaitText("#rows tr:nth-child(1) .label", "frog");

        // When
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.7499999999, now));
        stub.arrives(ContractJson.abstained("f-2", "yard", "not-confident", now));
        stub.arrives(ContractJson.rejected("f-3", "gate", 17, now));

        // Then
        awaitText("#rows tr:nth-child(3) .label", "cat");
        assertThat(chromium.text("#rows tr:nth-child(3) .r")).as("rounded down").isEqualTo("0.749");
        assertThat(chromium.text("#rows tr:nth-child(2) .reason")).isEqualTo("not confident");
        assertThat(chromium.text("#rows tr:nth-child(1) .reason")).isEqualTo("not an image");
        assertThat(chromium.text("#cameras"))
                .contains("cat stable within 0.749", "abstained: not confident", "rejected: not an image");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.number("document.querySelector('.thumbnail').width"))
                        .as("the latest frame's picture")
                        .isEqualTo(64));
        assertQuiet();
    }

    @Test
    void shouldShowOnlyTheChosenCameraAndOutcomes() {
        // Given
        MadeUpFleet.introduce(stub, now);
        openLive("/");
        awaitText("#headline", "2 of 20 cameras are in trouble: pier-2, gate");

        // When
        chromium.evaluate("const camera = document.getElementById('camera-filter'); camera.value = 'gate';"
                + " camera.dispatchEvent(new Event('change'))");
        chromium.click("#outcome-certified");

        // Then
        awaitText("#figures-of", "gate");
        stub.arrives(ContractJson.certified("gate-1", "gate", "dog", 0.3, now.plusSeconds(1)));
        stub.arrives(ContractJson.abstained("door-1", "door", "deadline", now.plusSeconds(1)));
        stub.arrives(ContractJson.abstained("gate-2", "gate", "deadline", now.plusSeconds(2)));
        awaitText("#rows tr:nth-child(1) .reason", "deadline");
        assertThat(chromium.number("document.querySelectorAll('#rows tr').length"))
                .isEqualTo(2);
        assertThat(chromium.text("#rows tr:nth-child(2) .reason")).isEqualTo("not confident");
        assertThat(chromium.evaluate("location.search"))
                .isEqualTo("?camera=gate&outcome=predicted%2Cabstained%2Crejected");
        assertThat(stub.requests).anySatisfy(request -> assertThat(request.path())
                .isEqualTo("/v1/predictions?limit=50&camera=gate&outcome=predicted%2Cabstained%2Crejected"));

        // When
        openLive("/?camera=door&outcome=abstained");

        // Then
        awaitText("#rows tr:nth-child(1) .camera", "door");
        assertThat(chromium.number("document.querySelectorAll('#rows tr').length"))
                .isEqualTo(1);
        assertQuiet();
    }

    @Test
    void shouldShowTextAsText() {
        openLive("/");
        String markup = "<img src=x onerror=alert(1)>";

        stub.arrives(ContractJson.certified("f-1", "door", markup, 0.5, now));
        stub.arrives(ContractJson.rejected("f-2", markup, 3, now));
        stub.tells("statistics", ContractJson.window(markup, now.minus(MINUTE), MINUTE, 9, 43, "departed"));

        awaitText("#rows tr:nth-child(2) .label", markup);
        assertThat(chromium.text("#rows tr:nth-child(1) .camera")).isEqualTo(markup);
        awaitPart("#troubles", markup);
        assertThat(chromium.number("document.querySelectorAll('main img').length"))
                .isZero();
        assertQuiet();
    }

    @Test
    void shouldKeepABoundedListAndStandStillWhilePaused() {
        openLive("/");
        for (int i = 0; i < 150; i++) {
            stub.arrives(ContractJson.certified("f-" + i, "door", i < 149 ? "cat" : "ship", 0.5, now.plusMillis(i)));
        }
        awaitText("#rows tr:nth-child(1) .label", "ship");
        assertThat(chromium.number("document.querySelectorAll('#rows tr').length"))
                .isEqualTo(50);

        // When
        chromium.click("#pause");
        stub.arrives(ContractJson.certified("f-late", "yard", "dog", 0.5, now.plusSeconds(1)));

        // Then
        awaitText("#held", "1 newer one to come");
        assertThat(chromium.text("#pause")).isEqualTo("Go on");
        assertThat(chromium.text("#rows tr:nth-child(1) .camera")).isEqualTo("door");
        chromium.click("#pause");
        awaitText("#rows tr:nth-child(1) .camera", "yard");
    }

    @Test
    void shouldSendAnImageAndShowItsAnswer(@TempDir Path folder) throws IOException {
        // Given
        Path image = Files.write(folder.resolve("cat.png"), Scene.png("cat", 32));
        stub.arrives(ContractJson.certified("uploaded-1", "browser", "cat", 0.5, now));
        openLive("/");
        chromium.choose("#file", image);

        // When
        chromium.click("#try button");

        // Then
        awaitText("#result", "Cat, stable within 0.500, with confidence 1\u00a0\u2212\u00a00.001. Look at it");
        assertThat(stub.requests).anySatisfy(request -> assertThat(request.method() + request.path())
                .isEqualTo("POST/v1/cameras/browser/frames"));
        assertQuiet();
    }
}

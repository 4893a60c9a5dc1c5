package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A frame's own page. */
class FramePageIT extends InBrowser {

    private final Instant now = Instant.now();

    FramePageIT(Chromium chromium) {
        super(chromium);
    }

    @Test
    void shouldExplainTheAnswerAndShowWhatItRestsOn() throws IOException {
        stub.arrives(
                ContractJson.certified("f:1", "door", "cat", 0.6129999, now).put("groundTruth", 3));

        chromium.open(stub.uri("/frames/f%3A1"));

        awaitText("#answer", "cat, stable within 0.612");
        assertThat(chromium.text("#explanation"))
                .contains("is below 0.612 can change the answer \u201ccat\u201d. This holds with confidence 99.9%.")
                .contains("moves each of 3,072 values by less than 2.82 of 255 steps")
                .contains("may change by less than 61% of its range")
                .contains("It may still be wrong");
        assertThat(chromium.text("#ground-truth"))
                .isEqualTo("It came with the truth, \u201ccat\u201d: the same as the answer.");
        assertThat(chromium.text("#votes")).contains("cat", "979 (98%)", "others, or none");
        assertThat(chromium.text("#votes-words")).contains("cat got 979 of 1,000 samples.", "is at least 0.959");
        assertThat(chromium.text("#receipt")).contains("\"noiseKey\": \"" + "0f".repeat(32));
        awaitText("#samples li:nth-child(3) p", "2: dog");
        assertThat(chromium.number("document.querySelectorAll('#samples canvas').length"))
                .isEqualTo(8);
        awaitText("#picture-image-note", "64 \u00d7 64 pixels");
        awaitText("#picture-input-note", "32 \u00d7 32 pixels");
        look("frame-phone", "light", 360, 2600);
        look("frame", "dark", WIDTH, 1700);
        look("frame", "light", WIDTH, 1700);
        assertQuiet();
    }

    @Test
    void shouldShowTheSamplesPixels() {
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.3, now));
        chromium.open(stub.uri("/frames/f-1"));
        awaitText("#samples li:nth-child(1) p", "0: cat");

        byte[] expected = Scene.pixels("f-1", 32, 0.25, 0);

        assertThat(chromium.evaluate("""
                [...document.querySelector('#samples canvas').getContext('2d').getImageData(5, 7, 1, 1).data].join(' ')"""))
                .isEqualTo("%d %d %d 255".formatted(at(expected, 0), at(expected, 1), at(expected, 2)));
    }

    private static int at(byte[] pixels, int channel) {
        return Byte.toUnsignedInt(pixels[3 * (7 * 32 + 5) + channel]);
    }

    @Test
    void shouldReplayAndSayWhetherTheVotesMatch() {
        // Given
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.6, now));
        chromium.open(stub.uri("/frames/f-1"));
        awaitText("#answer", "cat, stable within 0.600");

        // When
        chromium.click("#replay");

        // Then
        awaitText("#replay-verdict", "The votes match. 1,100 samples counted again: all 1,100 votes are the same.");
        assertThat(chromium.text("#replay-tables")).contains("cat\t979\t979\tnone");
        assertThat(chromium.evaluate("document.getElementById('replay-result').dataset.verdict"))
                .isEqualTo("match");

        // When
        stub.replay = Optional.of(ContractJson.replay("f-1", 5, true));
        chromium.click("#replay");

        // Then
        awaitPart("#replay-verdict", "The votes do not match.");
        assertThat(chromium.text("#replay-tables")).contains("cat\t979\t974\t\u22125", "dog\t21\t26\t+5");

        // When
        stub.replay = Optional.of(ContractJson.replay("f-1", 2, false));
        chromium.click("#replay");

        // Then
        awaitPart("#replay-verdict", "the comparison is not exact");
        assertThat(chromium.text("#replay-tables")).contains("pytorch 2.7.1 cuda bf16");
        assertQuiet();

        // When
        stub.operator = false;
        chromium.click("#replay");

        // Then
        awaitPart("#replay-verdict", "A replay needs a key with the role \u201coperate\u201d");
    }

    @Test
    void shouldExplainAbstentionsAndRejections() {
        stub.arrives(ContractJson.abstained("f-1", "door", "not-confident", now));
        chromium.open(stub.uri("/frames/f-1"));
        awaitText("#answer", "Abstained: not confident");
        assertThat(chromium.text("#explanation"))
                .contains("no class gets enough votes", "An abstention promises nothing");
        assertThat(chromium.text("#votes-words")).contains("deer got 468 of 1,000 samples.");

        stub.arrives(ContractJson.rejected("f-2", "door", 17, now));
        chromium.open(stub.uri("/frames/f-2"));

        awaitText("#answer", "Rejected: not an image");
        assertThat(chromium.text("#explanation"))
                .contains("does not begin as an image of its announced type", "it begins with 0x3c68")
                .contains("What to do: Look at what the camera sends");
        assertThat(chromium.text("#details")).contains("frames, partition 2, offset 17");
        assertThat(chromium.shows("#replay")).as("nothing to replay").isFalse();
    }

    @Test
    void shouldShowTheRejectedPictureOrSayWhyNot() throws IOException {
        stub.arrives(ContractJson.rejected("f-1", "door", 17, now).put("reason", "unsupported-image"));
        chromium.open(stub.uri("/frames/f-1"));
        awaitText("#picture-image-note", "64 \u00d7 64 pixels");
        assertThat(chromium.shows("#picture-image")).isTrue();
        assertThat(chromium.shows("#picture-input")).isFalse();
        look("frame-rejected", "light", WIDTH, 700);

        stub.unreadable = Set.of("f-1");
        chromium.open(stub.uri("/frames/f-1?again"));
        awaitText("#picture-image-note", "This browser can make no picture of it either.");
        assertThat(chromium.shows("#picture-image")).isFalse();

        stub.unreadable = Set.of();
        stub.gone = Set.of("f-1");
        chromium.open(stub.uri("/frames/f-1"));
        awaitText("#picture-image-note", "No longer kept: the topic\u2019s retention has passed.");
    }

    @Test
    void shouldNotDrawUnaskedWhatTheIntakeWouldNotDecode() {
        stub.arrives(ContractJson.rejected("f-1", "door", 17, now).put("reason", "too-many-pixels"));
        chromium.open(stub.uri("/frames/f-1"));
        awaitPart("#picture-image-note", "Not drawn by itself");
        assertThat(stub.requests).noneMatch(request -> request.path().endsWith("/image"));

        chromium.click("#draw-anyway");

        awaitText("#picture-image-note", "64 \u00d7 64 pixels");
    }

    @Test
    void shouldWaitForAnAnswerThatIsAwaited() {
        stub.awaited = Set.of("f-1");
        chromium.open(stub.uri("/frames/f-1"));
        awaitText("#answer", "The votes are being counted\u2026");

        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.6, now));
        stub.awaited = Set.of();

        awaitText("#answer", "cat, stable within 0.600");
    }

    @Test
    void shouldSayKindlyThatAFrameIsNotKnown() {
        chromium.open(stub.uri("/frames/nobody"));

        awaitText("#answer", "No such frame");
        assertThat(chromium.text("#explanation")).contains("knows of no frame with this id");
    }

    @Test
    void shouldAskForAKey() {
        stub.key = Optional.of("sf_right");
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.6, now));
        chromium.open(stub.uri("/frames/f-1"));
        awaitPart("#sign-in", "This gateway wants to know who asks.");

        chromium.evaluate("document.getElementById('key').value = 'sf_right'");
        chromium.click("#sign-in button");

        awaitText("#answer", "cat, stable within 0.600");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(chromium.text("#picture-image-note"))
                .startsWith("64"));
        chromium.click("#forget-key");
        awaitPart("#sign-in", "This gateway wants to know who asks.");
    }
}

package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page's connection to the gateway: that it comes back, that it says when it is gone, and that it takes a key. */
class ConnectionIT extends InBrowser {

    private final Instant now = Instant.now();

    ConnectionIT(Chromium chromium) {
        super(chromium);
    }

    @Test
    void shouldFindTheGatewayAgainAndMissNothing() {
        // Given
        openLive("/");
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.5, now));
        awaitText("#rows tr:nth-child(1) .label", "cat");
        String seen = String.valueOf(stub.lastEventId());

        // When
        stub.stop();

        // Then
        awaitText("#connection", "connection lost, trying again");
        awaitPart("#stale", "What you see is not up to date");
        stub.arrives(ContractJson.certified("f-2", "door", "dog", 0.5, now.plusMillis(1)));
        stub.restart();
        awaitText("#connection", "live");
        awaitText("#rows tr:nth-child(1) .label", "dog");
        assertThat(chromium.number("document.querySelectorAll('#rows tr').length"))
                .isEqualTo(2);
        await().atMost(PATIENCE).until(() -> !chromium.shows("#stale"));
        assertThat(stub.requests)
                .anySatisfy(request -> assertThat(request.lastEventId()).contains(seen));
    }

    @Test
    void shouldSayThatItIsStaleAndOpenAConnectionThatHangsAnew() {
        // Given
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.5, now));
        openLive("/");
        awaitText("#rows tr:nth-child(1) .label", "cat");
        stub.hanging = true;

        // When
        chromium.evaluate("ahead = 40_000");

        // Then
        awaitPart("#stale", "What you see is not up to date");
        awaitPart("#stale", "Last heard of 4");
        awaitPart("#cameras li", "4"); // its age goes on
        assertThat(chromium.text("#connection")).isEqualTo("connection lost, trying again");
        stub.hanging = false;
        chromium.evaluate("ahead = 90_000");
        awaitText("#connection", "live");
        await().atMost(PATIENCE).until(() -> !chromium.shows("#stale"));
    }

    @Test
    void shouldGoOnAfterAnEventThatItCannotTake() {
        openLive("/");
        await().atMost(PATIENCE).until(() -> stub.streams() == 1);

        stub.tells("fleet", new JsonObject().put("at", now.toString()));
        stub.tells("of-a-later-version", new JsonObject());
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.5, now));

        awaitText("#rows tr:nth-child(1) .label", "cat");
        assertThat(stub.requests)
                .filteredOn(request -> request.path().contains("/stream"))
                .as("connections")
                .hasSize(1);
    }

    @Test
    void shouldAskForAKeySendItAndForgetIt() {
        // Given
        stub.key = Optional.of("sf_right");
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.5, now));
        chromium.open(stub.uri("/"));
        awaitPart("#sign-in", "This gateway wants to know who asks.");

        assertThat(chromium.text("#sign-in"))
                .contains("read\ncameras, predictions and pictures", "operate\nworkers", "publish\nsending images")
                .contains("./steadfast keys create --name dashboard --role read,operate --camera '*' --file keys");

        // When
        signIn("sf_wrong");

        // Then
        awaitPart("#sign-in", "The gateway does not take this key: no such key.");

        // When
        signIn("sf_right");

        // Then
        awaitText("#connection", "live");
        awaitText("#rows tr:nth-child(1) .label", "cat");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.number("document.querySelector('.thumbnail').width"))
                        .as("pictures are asked for with the key")
                        .isEqualTo(64));
        assertThat(chromium.evaluate("JSON.stringify(localStorage) + document.cookie + location.href"))
                .asString()
                .doesNotContain("sf_right");

        // When
        chromium.click("#forget-key");

        // Then
        awaitPart("#sign-in", "This gateway wants to know who asks.");
        assertThat(chromium.number("sessionStorage.length")).isZero();
    }

    private void signIn(String key) {
        chromium.evaluate("document.getElementById('key').value = '%s'".formatted(key));
        chromium.click("#sign-in button");
    }
}

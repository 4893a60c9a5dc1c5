package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.access.KeyFiles;
import dev.steadfast.gateway.access.Role;
import dev.steadfast.schemas.SampleBudget;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials may have so many samples a second asked for with them. The deployment's own plan is 100 + 1000. */
class SampleBudgetApiTest {

    @TempDir
    private Path folder;

    private RunningFront front;
    private String usual;
    private String other;
    private String small;

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys");
        usual = KeyFiles.add(keys, "usual", "*", Role.PUBLISH);
        other = KeyFiles.add(keys, "other", "*", Role.PUBLISH);
        small = KeyFiles.addWithBudget(keys, "small", new SampleBudget(1, 60), Role.PUBLISH);
        front = RunningFront.with(
                "gateway.access.api-keys=" + keys, "gateway.access.rate=0", "gateway.access.sample-budget=1/s+2000");
        front.newsArrives(KeptRecords.served());
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldAskAKeyToComeAgainThatHasNothingLeftAndNoOther() throws Exception {
        assertThat(frame(usual, "").statusCode()).as("1100 of 2000").isEqualTo(202);
        assertThat(frame(usual, "?n=1400").statusCode())
                .as("with which it owes 600")
                .isEqualTo(202);

        HttpResponse<String> refused = frame(usual, "?n=1&alpha=0.9");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(new JsonObject(refused.body()).getString("detail"))
                .isEqualTo("the samples that may be asked for in a second (1/s+2000) are spent");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(550L, 601L);
        assertThat(front.published).hasSize(2);
        assertThat(frame(other, "").statusCode()).isEqualTo(202);
    }

    @Test
    void shouldTakeAKeysOwnBudgetInPlaceOfThatOfAll() throws Exception {
        assertThat(frame(small, "").statusCode()).isEqualTo(202);

        HttpResponse<String> refused = frame(small, "");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("(1/s+60)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/s", "-1/s", "some"})
    void shouldRefuseABudgetThatIsNone(String budget) {
        assertThatThrownBy(() -> RunningFront.with("gateway.access.sample-budget=" + budget))
                .hasMessageContaining("gateway.access.sample-budget: ");
    }

    private HttpResponse<String> frame(String key, String query) throws Exception {
        return front.send(front.request("/v1/cameras/door/frames" + query)
                .header("X-Api-Key", key)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(MadeUp.png())));
    }
}

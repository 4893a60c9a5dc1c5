package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.fleet.FleetNews.Votes;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private static final Instant NOW = MadeUp.NOON;

    private final Workers workers = new Workers();

    @Test
    void shouldTellWhatEachDoes() {
        workers.add(votes("b", 600, false, false, NOW.minusSeconds(10)));
        workers.add(votes("b", 600, true, false, NOW.minusSeconds(20)));
        workers.add(votes("b", 600, true, true, NOW.minus(Duration.ofMinutes(30))));
        workers.add(votes("a", 60, false, false, NOW.minus(Duration.ofMinutes(59))));

        assertThat(workers.describe(NOW)).hasSize(2);
        assertThat(workers.describe(NOW).getJsonObject(0).getString("id")).isEqualTo("a");
        assertThat(workers.describe(NOW).getJsonObject(0).getDouble("samplesPerSecond"))
                .isZero();
        assertThat(workers.describe(NOW).getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("id", "b")
                        .put("backend", "cpu")
                        .put("samplesPerSecond", 20.0)
                        .put("lastVoteAt", NOW.minusSeconds(10).toString())
                        .put("redeliveries", 2L)
                        .put("failures", 1L));
        assertThat(workers.redeliveries(NOW)).isEqualTo(2);
    }

    @Test
    void shouldForgetTheSilent() {
        workers.add(votes("a", 1, true, false, NOW));

        assertThat(workers.describe(NOW.plus(Duration.ofMinutes(60)))).hasSize(1);
        assertThat(workers.describe(NOW.plus(Duration.ofMinutes(61)))).isEmpty();
        assertThat(workers.redeliveries(NOW)).isZero();
    }

    @Test
    void shouldKnowNoMoreThanAThousand() {
        for (int i = 0; i < 1100; i++) {
            workers.add(votes("w-" + i, 1, false, false, NOW));
        }
        assertThat(workers.describe(NOW)).hasSize(1000);

        workers.add(votes("new", 1, false, false, NOW.plusSeconds(61)));

        assertThat(workers.describe(NOW.plusSeconds(61)))
                .as("those that were silent for a minute make room")
                .hasSize(1);
    }

    private static Votes votes(String worker, int samples, boolean redelivered, boolean failed, Instant at) {
        return new Votes(worker, "cpu", samples, redelivered, failed, at);
    }
}

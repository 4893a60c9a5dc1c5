package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.MadeUpVotes;
import dev.steadfast.gateway.fleet.FleetNews.FrameTask;
import dev.steadfast.gateway.fleet.FleetNews.Votes;
import dev.steadfast.gateway.fleet.Workers.Crew;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
                        .put("failures", 1L)
                        .put("failing", false));
        assertThat(workers.redeliveries(NOW)).isEqualTo(2);
    }

    @Test
    void shouldSayWhoRunsNothing() {
        workers.add(votes("fails", 25, false, true, NOW.minusSeconds(30)));
        workers.add(votes("failed", 25, false, true, NOW.minusSeconds(31)));
        workers.add(votes("ran", 25, false, true, NOW));
        workers.add(votes("ran", 25, false, false, NOW.minusSeconds(30)));
        workers.add(expired("late", NOW));

        assertThat(failing(NOW)).containsExactly("fails");
        assertThat(failing(NOW.plusSeconds(1))).containsExactly("ran");
        assertThat(workers.crew(MadeUpVotes.DIGEST::equals, NOW).failing()).isEqualTo(1);
    }

    private List<String> failing(Instant now) {
        return workers.describe(now).stream()
                .map(JsonObject.class::cast)
                .filter(worker -> worker.getBoolean("failing"))
                .map(worker -> worker.getString("id"))
                .toList();
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

    @Test
    void shouldTellHowFastThoseAreThatVoteForAQueueWhileTheyVote() {
        // Given four tasks in two seconds, of which three were voted on together, and a minute's idleness before
        workers.add(votes("a", "ours", Duration.ofSeconds(1), NOW.minusSeconds(3)));
        for (int i = 0; i < 3; i++) {
            workers.add(votes("a", "ours", Duration.ofSeconds(1), NOW.minusSeconds(2)));
        }
        workers.add(votes("b", "ours", Duration.ofSeconds(1), NOW.minusSeconds(30)));
        workers.add(votes("b", "ours", Duration.ofSeconds(1), NOW.minusSeconds(29)));
        workers.add(votes("silent", "ours", Duration.ofMillis(1), NOW.minusSeconds(31)));
        workers.add(votes("other", "theirs", Duration.ofMillis(1), NOW));

        // When
        Crew crew = workers.crew("ours"::equals, NOW);

        // Then
        assertThat(crew.voting()).isEqualTo(2);
        assertThat(crew.tasksPerSecond()).isEqualTo(2 + 1);
        assertThat(crew.lastVoteAt()).contains(NOW.minusSeconds(2));
        assertThat(workers.crew("nobody's"::equals, NOW)).isEqualTo(new Crew(0, 0, 0, Duration.ZERO, Optional.empty()));
    }

    private static Votes votes(String worker, String digest, Duration took, Instant at) {
        return MadeUpVotes.of("f-1", 0, OptionalInt.empty(), worker, digest, took, at);
    }

    private static Votes votes(String worker, int samples, boolean redelivered, boolean failed, Instant at) {
        return votes(
                worker, samples, redelivered, failed ? Optional.of("VOTER_FAILED: no memory") : Optional.empty(), at);
    }

    private static Votes expired(String worker, Instant at) {
        return votes(worker, 25, false, Optional.of("expired"), at);
    }

    private static Votes votes(String worker, int samples, boolean redelivered, Optional<String> failure, Instant at) {
        return new Votes(
                worker,
                "cpu",
                MadeUpVotes.DIGEST,
                new FrameTask("f-1", 0, OptionalInt.empty()),
                samples,
                at,
                redelivered,
                failure,
                at);
    }
}

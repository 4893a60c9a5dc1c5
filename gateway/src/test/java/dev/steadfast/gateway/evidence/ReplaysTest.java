package dev.steadfast.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.evidence.Replays.Replay;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplaysTest {

    private Instant now = MadeUp.NOON;
    private final Replays replays = new Replays(() -> now);

    @Test
    void shouldKeepOneForHalfAnHour() {
        Replay replay = keep("f-1");

        now = now.plus(Replays.KEPT);
        assertThat(replays.find("f-1", replay.id())).isPresent();
        assertThat(replays.find("f-2", replay.id())).as("of another frame").isEmpty();

        now = now.plusMillis(1);
        assertThat(replays.find("f-1", replay.id())).isEmpty();
    }

    @Test
    void shouldKeepTheLatestHundred() {
        Replay first = keep("f-1");
        Replay second = keep("f-1");
        for (int i = 2; i <= Replays.MOST; i++) {
            keep("f-1");
        }

        assertThat(replays.find("f-1", first.id())).isEmpty();
        assertThat(replays.find("f-1", second.id())).isPresent();
    }

    @Test
    void shouldKeepTheVotesOnlyUntilItHasEnded() {
        RepeatedVotes votes = new RepeatedVotes(1);
        Promise<JsonObject> result = Promise.promise();
        Replay replay = replays.keep(
                "f-1", "noise-tasks", new ReplayDesk.Repetition(votes, Future.succeededFuture(votes)), result.future());
        assertThat(replays.find("f-1", replay.id()).flatMap(Replay::underWay)).isPresent();

        result.complete(new JsonObject().put("matches", true));

        assertThat(replays.find("f-1", replay.id())).hasValueSatisfying(kept -> {
            assertThat(kept.underWay()).isEmpty();
            assertThat(kept.ended().getBoolean("matches")).isTrue();
        });
    }

    private Replay keep(String frameId) {
        RepeatedVotes none = new RepeatedVotes(1);
        return replays.keep(
                frameId,
                "noise-tasks",
                new ReplayDesk.Repetition(none, Future.succeededFuture(none)),
                Future.succeededFuture(new JsonObject()));
    }
}

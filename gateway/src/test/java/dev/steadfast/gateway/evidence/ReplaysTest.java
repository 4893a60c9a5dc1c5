package dev.steadfast.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.evidence.Replays.Replay;
import io.vertx.core.Future;
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
        assertThat(replays.find("f-1", replay.id())).contains(replay);
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

    private Replay keep(String frameId) {
        RepeatedVotes none = new RepeatedVotes(1);
        return replays.keep(
                frameId,
                "noise-tasks",
                new ReplayDesk.Repetition(none, Future.succeededFuture(none)),
                Future.succeededFuture(new JsonObject()));
    }
}

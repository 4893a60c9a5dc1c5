package dev.steadfast.gateway.evidence;

import dev.steadfast.gateway.evidence.ReplayDesk.Repetition;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Problems;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The replays of this gateway: those under way, and for a while those that have ended. Bounded in number and age. Confined to the gateway's
 * event loop.
 */
final class Replays {

    /** For how long one is kept after it was asked for. */
    static final Duration KEPT = Duration.ofMinutes(30);

    /** How many are kept; those under way are fewer. */
    static final int MOST = 100;

    private final InstantSource clock;
    private final Map<String, Replay> byId = new LinkedHashMap<>();

    /**
     * One replay.
     *
     * @param queue where its tasks were sent
     * @param underWay its votes so far; empty once it has ended, so that the votes of many are not kept
     * @param result what it found, as clients get it; fails with a problem
     */
    record Replay(
            String id,
            String frameId,
            Instant askedAt,
            String queue,
            Optional<Repetition> underWay,
            Future<JsonObject> result) {

        private Replay withoutVotes() {
            return new Replay(id, frameId, askedAt, queue, Optional.empty(), result);
        }

        /** What every answer about it begins with. */
        JsonObject described(String outcome) {
            return new JsonObject().put("replay", id).put("frameId", frameId).put("outcome", outcome);
        }

        /** The result, once it has ended: what was found, or why nothing was. */
        JsonObject ended() {
            if (result.succeeded()) {
                return described("finished").mergeIn(result.result());
            }
            Problem problem = Problems.of(result.cause());
            return described("failed").put("detail", problem.detail()).put("problem", problem.toJson());
        }
    }

    Replays(InstantSource clock) {
        this.clock = clock;
    }

    /** Keeps a replay that has begun. */
    Replay keep(String frameId, String queue, Repetition repetition, Future<JsonObject> result) {
        Replay replay = new Replay(
                UUID.randomUUID().toString(), frameId, clock.instant(), queue, Optional.of(repetition), result);
        byId.put(replay.id(), replay);
        result.onComplete(done -> byId.computeIfPresent(replay.id(), (id, kept) -> kept.withoutVotes()));
        if (byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
        return replay;
    }

    /** One of a frame; empty if it is none of this gateway's, or is kept no longer. */
    Optional<Replay> find(String frameId, String id) {
        Instant oldest = clock.instant().minus(KEPT);
        byId.values().removeIf(replay -> replay.askedAt().isBefore(oldest));
        return Optional.ofNullable(byId.get(id))
                .filter(replay -> replay.frameId().equals(frameId));
    }
}

package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.gateway.access.Principal;
import dev.steadfast.gateway.evidence.Replays.Replay;
import dev.steadfast.gateway.http.Json;
import dev.steadfast.gateway.http.Preference;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.schemas.Plans;
import dev.steadfast.smoothing.plans.TaskLayout;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Votes that are counted again: while the client waits, or while it asks from time to time. Confined to the gateway's event loop. */
public final class ReplayApi {

    private final Vertx vertx;
    private final Basis basis;
    private final Archive archive;
    private final ReplayDesk desk;
    private final Duration maxWait;
    private final Replays replays;
    private final Map<ReplayResult, Long> results = new EnumMap<>(ReplayResult.class);

    /**
     * @param maxWait the longest that a client may wait which says how long it would
     * @param clock tells how long replays are kept
     */
    public ReplayApi(
            Vertx vertx, Basis basis, Archive archive, ReplayDesk desk, Duration maxWait, InstantSource clock) {
        this.vertx = vertx;
        this.basis = basis;
        this.archive = archive;
        this.desk = desk;
        this.maxWait = maxWait;
        this.replays = new Replays(clock);
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of("replayPrediction", this::replay, "getReplay", this::kept);
    }

    private void replay(RoutingContext request) {
        Preference preference = Preference.of(request, maxWait);
        archive.prediction(basis.answer(request))
                .compose(prediction -> {
                    TaskLayout layout = layout(prediction);
                    long samples = samples(prediction, layout);
                    Principal.of(request).requireSamples(samples, "the samples of a replay");
                    Principal.of(request).spend(samples);
                    return basis.withInput(prediction, (frame, model) -> {
                        ReplayDesk.Repetition repetition = desk.all(prediction, frame, layout, model.queue());
                        return Future.succeededFuture(replays.keep(
                                prediction.getFrameId(),
                                model.queue(),
                                repetition,
                                repetition
                                        .all()
                                        .map(again ->
                                                compared(new Comparison(prediction, layout, again, model.classes())))));
                    });
                })
                .onSuccess(replay -> answer(request, replay, preference))
                .onFailure(request::fail);
    }

    /** With the result; or after as long as the client would wait, with where it will be. */
    private void answer(RoutingContext request, Replay replay, Preference preference) {
        Promise<Void> enough = Promise.promise();
        replay.result().onComplete(done -> enough.tryComplete());
        if (preference.given()) {
            long wait = preference.patience().map(Duration::toMillis).orElse(0L);
            if (wait == 0) {
                enough.tryComplete();
            } else {
                long timer = vertx.setTimer(wait, late -> enough.tryComplete());
                replay.result().onComplete(done -> vertx.cancelTimer(timer));
            }
        }
        enough.future().onComplete(done -> {
            if (request.response().ended() || request.response().closed()) {
                return; // nobody is there to read it
            }
            preference.announce(request);
            if (replay.result().succeeded()) {
                Json.send(request, replay.ended());
            } else if (replay.result().failed()) {
                request.fail(replay.result().cause());
            } else {
                replay.underWay().ifPresent(repetition -> pending(request, replay, repetition));
            }
        });
    }

    private void kept(RoutingContext request) {
        String frameId = basis.answer(request).frameId().orElseThrow();
        Replay replay = replays.find(frameId, request.pathParam("replay")).orElseThrow(() -> Problem.of(
                        404,
                        "no such replay of this frame is known: the gateway that was asked keeps the latest %d, each for %d min after it was asked for, until it restarts"
                                .formatted(Replays.MOST, Replays.KEPT.toMinutes()))
                .exception());
        replay.underWay()
                .ifPresentOrElse(
                        repetition -> pending(request, replay, repetition), () -> Json.send(request, replay.ended()));
    }

    private void pending(RoutingContext request, Replay replay, ReplayDesk.Repetition repetition) {
        String path = "/v1/predictions/%s/replays/%s"
                .formatted(URLEncoder.encode(replay.frameId(), StandardCharsets.UTF_8), replay.id());
        request.response().putHeader(HttpHeaders.LOCATION, path).putHeader("Retry-After", "1");
        JsonObject pending = replay.described("pending").put("result", path);
        Json.send(
                request,
                202,
                desk.prospect(repetition.soFar(), replay.queue()).addTo(pending).encode());
    }

    private JsonObject compared(Comparison comparison) {
        results.merge(comparison.result(), 1L, Long::sum);
        return comparison.json();
    }

    /** How many replays ended so. */
    public long replays(ReplayResult result) {
        return results.getOrDefault(result, 0L);
    }

    private static long samples(CertifiedPrediction prediction, TaskLayout layout) {
        return IntStream.range(0, prediction.getReceipt().getTasks())
                .mapToLong(index -> layout.task(index).samples())
                .sum();
    }

    private static TaskLayout layout(CertifiedPrediction prediction) {
        try {
            return Plans.layout(prediction, Plans.of(prediction));
        } catch (IllegalArgumentException e) {
            throw Problem.of(409, String.valueOf(e.getMessage())).exception();
        }
    }
}

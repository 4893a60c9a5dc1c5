package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.http.Json;
import dev.steadfast.gateway.http.Parameters;
import dev.steadfast.gateway.http.Visibility;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Predictions, one at a time and in pages. Confined to the gateway's event loop. */
public final class PredictionsApi {

    private static final int PAGE = 50;

    private final Answers answers;
    private final Visibility visibility;
    private final Progress progress;

    public PredictionsApi(Answers answers, Visibility visibility, Progress progress) {
        this.answers = answers;
        this.visibility = visibility;
        this.progress = progress;
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "getPrediction",
                this::one,
                "listPredictions",
                request -> page(request, Optional.empty()),
                "listCameraPredictions",
                request -> page(request, Optional.of(request.pathParam("camera"))));
    }

    private void one(RoutingContext request) {
        answers.requireRebuilt();
        String frameId = request.pathParam("frameId");
        Predicate<Optional<String>> sees = visibility.of(request);
        Optional<Answer> answer = answers.find(frameId).filter(found -> sees.test(found.cameraId()));
        if (answer.isPresent()) {
            Json.send(request, 200, answer.get().json());
        } else if (answers.awaitedOf(frameId)
                .filter(camera -> sees.test(Optional.of(camera)))
                .isPresent()) {
            request.response().putHeader("Retry-After", "1");
            JsonObject pending = new JsonObject().put("frameId", frameId).put("outcome", "pending");
            Json.send(request, 202, progress.addTo(pending, frameId).encode());
        } else {
            throw unknownFrame();
        }
    }

    private void page(RoutingContext request, Optional<String> camera) {
        answers.requireRebuilt();
        Parameters parameters = Parameters.of(request);
        int limit = parameters.number("limit").orElse(PAGE);
        Predicate<Answer> wanted = wanted(parameters, visibility.of(request));
        List<Answer> page = answers.page(camera, parameters.text("cursor").map(Cursor::parse), limit, wanted);
        String items = String.join(",", page.stream().map(Answer::json).toList());
        String next = page.size() < limit ? "null" : "\"" + Cursor.of(page.get(page.size() - 1)) + "\"";
        Json.send(request, 200, "{\"predictions\":[" + items + "],\"next\":" + next + "}");
    }

    /** What the query asks for, of what the client may see. */
    static Predicate<Answer> wanted(Parameters parameters, Predicate<Optional<String>> sees) {
        Set<String> cameras = parameters.names("camera");
        Set<String> outcomes = parameters.names("outcome");
        return answer ->
                (cameras.isEmpty() || answer.cameraId().map(cameras::contains).orElse(false))
                        && (outcomes.isEmpty() || outcomes.contains(answer.outcome()))
                        && sees.test(answer.cameraId());
    }

    /** What is said of a frame that nobody remembers, and of one that the client may not see. */
    public static RuntimeException unknownFrame() {
        return Problem.of(
                        404,
                        "no prediction of this frame is remembered, and no frame of this id was published here lately")
                .exception();
    }
}

package dev.steadfast.gateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code GET /v1/predictions/{frameId}}: what became of one frame. Confined to the gateway's event loop. */
final class PredictionHandler implements Handler<RoutingContext> {

    private final Answers answers;

    PredictionHandler(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void handle(RoutingContext request) {
        String frameId = request.pathParam("frameId");
        HttpServerResponse response =
                request.response().putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store");
        Optional<Answer> answer = answers.find(frameId);
        if (answer.isPresent()) {
            response.end(answer.get().json());
        } else if (answers.awaits(frameId)) {
            response.setStatusCode(202)
                    .putHeader("Retry-After", "1")
                    .end(new JsonObject()
                            .put("frameId", frameId)
                            .put("outcome", "pending")
                            .encode());
        } else {
            throw Problem.of(
                            404,
                            "no prediction of this frame is remembered, and no frame of this id was published here lately")
                    .exception();
        }
    }
}

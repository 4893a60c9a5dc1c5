package dev.steadfast.gateway.fleet;

import dev.steadfast.gateway.http.Json;
import dev.steadfast.gateway.http.Parameters;
import dev.steadfast.gateway.http.Visibility;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Cameras, their events, and what works for them. Confined to the gateway's event loop. */
public final class FleetApi {

    private static final int EVENTS = 50;

    private final Fleet fleet;
    private final Answers answers;
    private final Visibility visibility;

    public FleetApi(Fleet fleet, Answers answers, Visibility visibility) {
        this.fleet = fleet;
        this.answers = answers;
        this.visibility = visibility;
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "listCameras",
                this::cameras,
                "getCamera",
                this::camera,
                "listCameraEvents",
                this::events,
                "getFleet",
                request -> Json.send(request, fleet.describe()));
    }

    private void cameras(RoutingContext request) {
        Predicate<Optional<String>> sees = visibility.of(request);
        Set<String> names = new TreeSet<>(fleet.cameras().names());
        names.addAll(answers.cameras());
        JsonArray list = new JsonArray();
        names.stream().filter(camera -> sees.test(Optional.of(camera))).forEach(camera -> list.add(describe(camera)));
        Json.send(request, new JsonObject().put("cameras", list));
    }

    private void camera(RoutingContext request) {
        String camera = request.pathParam("camera");
        boolean known =
                fleet.cameras().knows(camera) || answers.latestOf(camera).isPresent();
        if (!known || !visibility.of(request).test(Optional.of(camera))) {
            throw Problem.of(404, "nothing was heard of this camera lately").exception();
        }
        Json.send(request, describe(camera));
    }

    private void events(RoutingContext request) {
        Parameters parameters = Parameters.of(request);
        Predicate<Optional<String>> sees = visibility.of(request);
        Set<String> asked = parameters.names("camera");
        var events = fleet.cameras()
                .events(
                        parameters.number("limit").orElse(EVENTS),
                        camera -> (asked.isEmpty() || asked.contains(camera)) && sees.test(Optional.of(camera)));
        Json.send(request, new JsonObject().put("events", new JsonArray(events)));
    }

    private JsonObject describe(String camera) {
        return fleet.cameras()
                .describe(camera)
                .put(
                        "latest",
                        answers.latestOf(camera)
                                .map(Answer::json)
                                .map(JsonObject::new)
                                .orElse(null));
    }
}

package dev.steadfast.streams.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The bundles of a deployment, and the way to them. Every camera has a route: the first that is for it.
 *
 * @param models all bundles, each in a queue of its own, whether a route leads to them or not
 * @param routes the last is for all cameras
 */
public record Routes(List<ServedModel> models, List<Route> routes) {

    private static final String CANARY = "canary";
    private static final String SHADOW = "shadow";

    /** @throws IllegalArgumentException if two bundles are the same one or share a queue, or the last route is not for all cameras */
    public Routes {
        models = List.copyOf(models);
        routes = List.copyOf(routes);
        requireDifferent(models);
        if (routes.isEmpty() || !routes.get(routes.size() - 1).cameras().contains(CameraPattern.ALL)) {
            throw new IllegalArgumentException(
                    "routes: the last one must be for all cameras, [\"*\"]: every frame needs a bundle");
        }
    }

    private static void requireDifferent(List<ServedModel> models) {
        Map<String, String> seen = new HashMap<>();
        for (ServedModel model : models) {
            String twin = seen.put(model.digest(), model.name());
            if (twin != null) {
                throw new IllegalArgumentException(
                        "bundles: %s and %s are the same bundle, %s".formatted(twin, model.name(), model.digest()));
            }
            String other = seen.put(model.queue(), model.name());
            if (other != null) {
                throw new IllegalArgumentException(
                        "bundles: %s and %s share the queue %s; each needs one of its own, else their workers would take each other's tasks"
                                .formatted(other, model.name(), model.queue()));
            }
        }
    }

    /** One bundle for all. */
    public static Routes to(ServedModel model) {
        return new Routes(
                List.of(model),
                List.of(new Route(
                        List.of(CameraPattern.ALL), model, Optional.empty(), Optional.empty(), ServiceLevel.USUAL)));
    }

    /** The route of a camera's frames. */
    public Route of(String cameraId) {
        return routes.stream()
                .filter(route -> route.isFor(cameraId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the last route is for all cameras"));
    }

    /**
     * Decides about a frame.
     *
     * @param takes whether a bundle can take the frame; a canary or a shadow that cannot is left out
     */
    public Assignment assign(String cameraId, String frameId, Predicate<ServedModel> takes) {
        Route route = of(cameraId);
        Optional<ServedModel> canary = part(route.canary(), frameId, CANARY, takes);
        ServedModel answering = canary.orElse(route.model());
        Optional<ServedModel> shadow = part(route.shadow(), frameId, SHADOW, takes)
                .filter(model -> !model.digest().equals(answering.digest()));
        return new Assignment(answering, canary.isPresent(), shadow);
    }

    private static Optional<ServedModel> part(
            Optional<Portion> portion, String frameId, String purpose, Predicate<ServedModel> takes) {
        return portion.filter(some -> some.has(frameId, purpose))
                .map(Portion::model)
                .filter(takes);
    }

    /** The bundle of the cameras that no other route is for. */
    public ServedModel fallback() {
        return routes.get(routes.size() - 1).model();
    }

    /** Whether frames get the bundle's predictions. */
    public boolean answers(ServedModel model) {
        return routes.stream().flatMap(Route::answering).anyMatch(model::equals);
    }

    /** The bundles that get frames. */
    List<ServedModel> used() {
        return routes.stream().flatMap(Route::used).distinct().toList();
    }
}

package dev.steadfast.streams.routing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of the frames of some cameras.
 *
 * @param cameras whose frames
 * @param model the bundle that answers
 * @param canary the bundle that answers a part of them instead
 * @param shadow the bundle that votes on a part of them too, and whose predictions nobody acts on
 * @param service how soon, and how much beside others
 */
public record Route(
        List<CameraPattern> cameras,
        ServedModel model,
        Optional<Portion> canary,
        Optional<Portion> shadow,
        ServiceLevel service) {

    /** @throws IllegalArgumentException if a bundle has other classes than the one that answers: ground truth and answers could not be compared */
    public Route {
        cameras = List.copyOf(cameras);
        requireSameClasses("canary", model, canary);
        requireSameClasses("shadow", model, shadow);
    }

    private static void requireSameClasses(String role, ServedModel model, Optional<Portion> portion) {
        portion.map(Portion::model).ifPresent(other -> {
            if (!other.manifest().classes().equals(model.manifest().classes())) {
                throw new IllegalArgumentException("%s: %s must have the classes of %s, in the same order"
                        .formatted(role, other.name(), model.name()));
            }
        });
    }

    boolean isFor(String cameraId) {
        return cameras.stream().anyMatch(pattern -> pattern.matches(cameraId));
    }

    /** The bundles that give answers. */
    Stream<ServedModel> answering() {
        return Stream.concat(Stream.of(model), canary.map(Portion::model).stream());
    }

    /** The bundles that get frames. */
    Stream<ServedModel> used() {
        return Stream.concat(answering(), shadow.map(Portion::model).stream());
    }
}

package dev.steadfast.streams.routing;

import java.util.Optional;

/**
 * What was decided about one frame.
 *
 * @param model the bundle that answers it
 * @param canary whether that is the route's canary
 * @param shadow the bundle that votes on it too
 */
public record Assignment(ServedModel model, boolean canary, Optional<ServedModel> shadow) {}

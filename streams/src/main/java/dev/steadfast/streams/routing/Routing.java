package dev.steadfast.streams.routing;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The routes in force at a moment, and the bundles whose frames are known of: besides those that get frames, some will, and some got frames that
 * may be unanswered yet.
 *
 * @param routes where frames go
 * @param known by digest
 */
public record Routing(Routes routes, Map<String, ServedModel> known) {

    public Routing {
        known = Map.copyOf(known);
    }

    Routing(Routes routes, Collection<ServedModel> known) {
        this(routes, known.stream().collect(Collectors.toMap(ServedModel::digest, Function.identity())));
    }

    /** One bundle for all. */
    public static Routing to(ServedModel model) {
        Routes routes = Routes.to(model);
        return new Routing(routes, routes.models());
    }

    /** The bundle with a digest, if it is known. */
    public Optional<ServedModel> model(String digest) {
        return Optional.ofNullable(known.get(digest));
    }
}

package dev.steadfast.streams.routing;

import java.time.Duration;
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
 * @param settling how far other instances may be ahead of this one: for so long, a bundle of theirs may yet become known here
 */
public record Routing(Routes routes, Map<String, ServedModel> known, Duration settling) {

    public Routing {
        known = Map.copyOf(known);
    }

    Routing(Routes routes, Collection<ServedModel> known, Duration settling) {
        this(routes, known.stream().collect(Collectors.toMap(ServedModel::digest, Function.identity())), settling);
    }

    /** One bundle for all, for ever. */
    public static Routing to(ServedModel model) {
        Routes routes = Routes.to(model);
        return new Routing(routes, routes.models(), Duration.ZERO);
    }

    /** The bundle with a digest, if it is known. */
    public Optional<ServedModel> model(String digest) {
        return Optional.ofNullable(known.get(digest));
    }
}

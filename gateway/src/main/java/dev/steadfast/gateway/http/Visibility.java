package dev.steadfast.gateway.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Predicate;

/** Which cameras a client may see. */
@FunctionalInterface
public interface Visibility {

    /**
     * What this client may see.
     *
     * @return accepts a camera; without one, what concerns no camera or an unknown one
     */
    Predicate<Optional<String>> of(RoutingContext request);
}

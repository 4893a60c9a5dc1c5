package dev.steadfast.gateway.http;

import dev.steadfast.gateway.access.CameraScope;
import dev.steadfast.gateway.access.Principal;
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

    /** What the client's credentials are for; what concerns no camera, only if they are for all of them. */
    static Predicate<Optional<String>> ofPrincipal(RoutingContext request) {
        Principal principal = Principal.of(request);
        boolean all = principal.cameras().equals(CameraScope.ALL);
        return camera -> camera.map(principal::mayUse).orElse(all);
    }
}

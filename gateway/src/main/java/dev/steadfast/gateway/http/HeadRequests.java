package dev.steadfast.gateway.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** HEAD, answered wherever GET is, and by the same handlers: the server leaves the body away by itself. */
public final class HeadRequests {

    private HeadRequests() {}

    /** Has the routes that a router has by now take HEAD wherever they take GET. */
    public static Router allow(Router router) {
        for (Route route : router.getRoutes()) {
            Set<HttpMethod> methods = route.methods();
            if (methods != null && methods.contains(HttpMethod.GET)) {
                route.method(HttpMethod.HEAD);
            }
        }
        return router;
    }

    /** Whether a request wants no body, so that none must be begun which never ends. */
    public static boolean is(RoutingContext request) {
        return request.request().method().equals(HttpMethod.HEAD);
    }
}

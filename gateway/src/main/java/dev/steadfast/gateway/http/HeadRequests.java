package dev.steadfast.gateway.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** HEAD, answered wherever GET is, and as that is: the server leaves the body away by itself. */
public final class HeadRequests {

    private static final String KEY = HeadRequests.class.getName();

    private HeadRequests() {}

    /** Has a router take HEAD for GET. To be mounted before anything else. */
    public static void mount(Router router) {
        router.route().method(HttpMethod.HEAD).handler(request -> {
            request.put(KEY, true);
            request.reroute(HttpMethod.GET, request.request().path());
        });
    }

    /** Whether a request wants no body, so that none must be begun which never ends. */
    public static boolean is(RoutingContext request) {
        return Boolean.TRUE.equals(request.get(KEY));
    }
}

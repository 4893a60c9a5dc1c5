package dev.steadfast.gateway.access;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.Set;

/**
 * CORS for the listed origins. To all others nothing is said, so that their browsers keep the answer from them; Vert.x's own handler would
 * refuse them, and with them the gateway's own page. Credentials are headers, which the origin's scripts must have, and never cookies.
 */
final class ListedOrigins implements Handler<RoutingContext> {

    private static final int PREFLIGHT_SECONDS = 600;

    private final Set<WebOrigin> origins;
    private final CorsHandler cors;

    ListedOrigins(Set<WebOrigin> origins) {
        this.origins = Set.copyOf(origins);
        this.cors = CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT))
                .allowedHeaders(Set.of(
                        "Authorization",
                        "X-Api-Key",
                        "Content-Type",
                        "Idempotency-Key",
                        "Prefer",
                        "Last-Event-ID",
                        "Inference-Header-Content-Length"))
                .exposedHeaders(Set.of(
                        "Location",
                        "Retry-After",
                        "Preference-Applied",
                        "WWW-Authenticate",
                        "Inference-Header-Content-Length"))
                .maxAgeSeconds(PREFLIGHT_SECONDS);
        origins.forEach(origin -> cors.addOrigin(origin.toString()));
    }

    @Override
    public void handle(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && WebOrigin.of(origin).map(origins::contains).orElse(false)) {
            cors.handle(request);
        } else {
            request.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            request.next();
        }
    }
}

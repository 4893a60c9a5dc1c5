package dev.steadfast.gateway.access;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * What every answer tells a browser: to take it for what it says it is, not to show it in a frame, to load nothing from it, to let no other
 * site have it. Set before the answer is made: a page puts a Content-Security-Policy of its own in the place of this one.
 */
final class SecurityHeaders implements Handler<RoutingContext> {

    /** The policy of an answer that is no page. */
    static final String NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean encrypted;

    /**
     * The headers.
     *
     * @param encrypted whether this server speaks TLS, which browsers should then insist on
     */
    SecurityHeaders(boolean encrypted) {
        this.encrypted = encrypted;
    }

    @Override
    public void handle(RoutingContext request) {
        HttpServerResponse response = request.response()
                .putHeader("Content-Security-Policy", NOTHING)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (encrypted && !isOnThisMachine(request.request().authority())) {
            response.putHeader("Strict-Transport-Security", ONE_YEAR);
        }
        request.next();
    }

    /** There, browsers would insist on TLS for whatever else listens on any port. */
    private static boolean isOnThisMachine(@Nullable HostAndPort authority) {
        return authority == null || HostNames.isLocalhost(authority.host());
    }
}

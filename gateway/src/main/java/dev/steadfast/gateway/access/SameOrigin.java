package dev.steadfast.gateway.access;

import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from having a visitor's browser act here. A gateway that asks for no credentials trusts whoever can reach it,
 * and that is every page which its user looks at.
 *
 * <ul>
 *   <li>Requests that change something, and WebSockets, which browsers do not subject to CORS, are refused if a browser says that they come
 *       from another origin, unless that is listed.
 *   <li>Where no credentials are asked for, the host that is asked for must be an address, {@code localhost} or a configured name: a site
 *       that makes its own name point here (DNS rebinding) is refused.
 * </ul>
 *
 * <p>Programs send neither {@code Origin} nor {@code Sec-Fetch-Site}, and pass.
 */
final class SameOrigin implements Handler<RoutingContext> {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<WebOrigin> listed;
    private final Optional<HostNames> names;

    /**
     * A check.
     *
     * @param listed other origins that may do as they like
     * @param names the names that the gateway may be asked for; empty for any
     */
    SameOrigin(Set<WebOrigin> listed, Optional<HostNames> names) {
        this.listed = Set.copyOf(listed);
        this.names = names;
    }

    @Override
    public void handle(RoutingContext request) {
        if (isOfAnotherHost(request.request())) {
            request.fail(Problem.of(403, "this gateway is not called so; gateway.access.host-names can say that it is")
                    .exception());
        } else if (isSensitive(request.request()) && isOfAnotherSite(request.request())) {
            request.fail(Problem.of(
                            403,
                            "pages of another origin may not do this; gateway.access.cors-origins lists those that may")
                    .exception());
        } else {
            request.next();
        }
    }

    private boolean isOfAnotherHost(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return names.isPresent() && (authority == null || !names.get().include(authority.host()));
    }

    private static boolean isSensitive(HttpServerRequest request) {
        return !SAFE.contains(request.method()) || request.headers().contains(HttpHeaders.UPGRADE);
    }

    /** A browser that sends Sec-Fetch-Site has compared for us; from an older one, or over plain HTTP, there is Origin alone. */
    private boolean isOfAnotherSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        Optional<WebOrigin> from = Optional.ofNullable(origin).flatMap(WebOrigin::of);
        if (from.isPresent() && listed.contains(from.get())) {
            return false;
        }
        if (site != null) {
            return !OWN_SITE.contains(site);
        }
        return origin != null && !(from.isPresent() && isServedHere(from.get(), request.authority()));
    }

    private static boolean isServedHere(WebOrigin origin, @Nullable HostAndPort authority) {
        return authority != null && origin.isServedBy(authority.toString());
    }
}

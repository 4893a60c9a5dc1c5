package dev.steadfast.gateway.access;

import dev.steadfast.gateway.access.Authentication.Accepted;
import dev.steadfast.gateway.access.Authentication.Refused;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets a request pass if it is from somebody with the roles that its operation asks for, and not one too many. */
final class AccessHandler implements Handler<RoutingContext> {

    private static final String CHALLENGE = "WWW-Authenticate";

    private final Set<Role> required;
    private final Function<RoutingContext, Future<Authentication>> authentication;
    private final Function<RoutingContext, Optional<Duration>> rate;
    private final RefusalLog log;

    /**
     * A handler for the operations that ask for the same roles.
     *
     * @param authentication who a request is from
     * @param rate takes a request from its principal's share; if there is none left, says after how long there will be
     */
    AccessHandler(
            Set<Role> required,
            Function<RoutingContext, Future<Authentication>> authentication,
            Function<RoutingContext, Optional<Duration>> rate,
            RefusalLog log) {
        this.required = Set.copyOf(required);
        this.authentication = authentication;
        this.rate = rate;
        this.log = log;
    }

    @Override
    public void handle(RoutingContext request) {
        Future<Authentication> asked = authentication.apply(request);
        if (asked.succeeded()) {
            decide(request, asked.result());
            return;
        }
        Context context = request.vertx().getOrCreateContext();
        request.request().pause(); // its body must not pass by while nobody listens
        asked.onComplete(done -> context.runOnContext(turn -> {
            if (done.succeeded()) {
                decide(request, done.result());
            } else {
                request.fail(done.cause());
            }
            boolean handedOn = !request.response().ended();
            if (!(handedOn && request.request().headers().contains(HttpHeaders.UPGRADE))) {
                request.request().resume(); // else its handler does, when it has made it a WebSocket
            }
        }));
    }

    private void decide(RoutingContext request, Authentication answer) {
        if (answer instanceof Refused refused) {
            refuse(request, refused.refusal());
        } else if (answer instanceof Accepted accepted) {
            admit(request, accepted.principal());
        }
    }

    private void refuse(RoutingContext request, Refusal refusal) {
        if (refusal.isOurs()) {
            request.fail(Problem.tryAgain(503, refusal.detail()).exception());
            return;
        }
        log.refused(request.request().remoteAddress().hostAddress(), refusal);
        boolean silent = refusal == Refusal.NONE_GIVEN;
        request.response().putHeader(CHALLENGE, silent ? "Bearer" : "Bearer error=\"invalid_token\""); // RFC 6750, 3.1
        request.fail(Problem.of(401, refusal.detail()).exception());
    }

    private void admit(RoutingContext request, Principal principal) {
        principal.attachTo(request);
        Optional<Duration> wait = rate.apply(request);
        if (wait.isPresent()) {
            Duration seconds =
                    Duration.ofSeconds(wait.get().plusNanos(999_999_999).toSeconds()); // rounded up
            request.fail(Problem.tryAgain(429, "more requests than the rate that is allowed", seconds)
                    .exception());
        } else if (!principal.roles().containsAll(required)) {
            String roles = required.stream().map(Role::word).sorted().collect(Collectors.joining(" "));
            request.response()
                    .putHeader(CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(roles));
            request.fail(Problem.of(403, "the credentials must have the role " + roles)
                    .exception());
        } else {
            request.next();
        }
    }
}

package dev.steadfast.gateway.access;

import dev.steadfast.gateway.problems.GatewayException;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use the gateway: what its HTTP front asks of every request before anything else, and of each operation before it reads the body.
 *
 * <pre>{@code
 * access.front().forEach(handler -> router.route().handler(handler));
 * router.post(path).handler(access.handler(OperationRoles.of(operation))).handler(...);  // there: Principal.of(request)
 * }</pre>
 *
 * <p>Threading notes: its handlers may be shared by event loops. What changes while it runs (keys, key sets, rates) is behind classes that
 * are safe for use by several threads; files are read on worker threads.
 */
public final class Access implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    private final AccessSettings settings;
    private final Vertx vertx;
    private final Optional<PemKeyCertOptions> tls;
    private final Optional<ApiKeys> keys;
    private final Optional<Tokens> tokens;
    private final Optional<RateLimits> rates;
    private final SampleLimits samples;
    private final RefusalLog log;
    private final List<Long> timers = new ArrayList<>();

    private Access(AccessSettings settings, Vertx vertx, InstantSource clock, TimeMeter meter) {
        this.settings = settings;
        this.vertx = vertx;
        this.tls = settings.encrypts()
                ? Optional.of(TlsFiles.read(settings.tlsCertificate(), settings.tlsKey(), vertx))
                : Optional.empty();
        this.keys = settings.apiKeys().isEmpty()
                ? Optional.empty()
                : Optional.of(ApiKeys.open(Path.of(settings.apiKeys())));
        this.tokens =
                settings.jwks().isEmpty() ? Optional.empty() : Optional.of(Tokens.open(settings, vertx, clock, meter));
        double rate = settings.asksForCredentials() ? settings.rate() : settings.anonymousRate();
        this.rates = rate > 0 ? Optional.of(new RateLimits(rate, settings.burst(), meter)) : Optional.empty();
        this.samples = new SampleLimits(meter);
        this.log = new RefusalLog(meter);
    }

    /**
     * Reads everything that the settings name, and looks after it until {@link #close()}. Blocks for as long as files are read: not for an
     * event loop.
     *
     * @param host the address that the gateway will listen on
     * @throws GatewayException if something is not as it should be, or if the gateway would be open to a network without credentials, or
     *     take them from one without TLS, and was not told to; the message names key, rule and value
     */
    public static Access open(AccessSettings settings, String host, Vertx vertx) {
        return open(settings, host, vertx, InstantSource.system(), TimeMeter.SYSTEM_NANOTIME);
    }

    static Access open(AccessSettings settings, String host, Vertx vertx, InstantSource clock, TimeMeter meter) {
        Exposure.check(settings, host);
        Access access = new Access(settings, vertx, clock, meter);
        access.keepFresh();
        if (Exposure.isInsecure(settings, host)) {
            LOG.atWarn()
                    .addKeyValue("host", host)
                    .addKeyValue("asksForCredentials", settings.asksForCredentials())
                    .addKeyValue("encrypts", settings.encrypts())
                    .log("The gateway is open to a network as it should not be, because it was told to");
        }
        return access;
    }

    private void keepFresh() {
        keys.ifPresent(known -> timers.add(vertx.setPeriodic(
                settings.apiKeysRefresh().toMillis(),
                tick -> vertx.executeBlocking(() -> {
                    known.look();
                    return known;
                }))));
        tokens.ifPresent(
                known -> timers.add(vertx.setPeriodic(settings.jwksRefresh().toMillis(), tick -> known.refresh())));
    }

    /** What every request meets first, in this order: the headers of its answer, the check of its origin, CORS. */
    public List<Handler<RoutingContext>> front() {
        Set<WebOrigin> listed = settings.corsOrigins().stream()
                .flatMap(origin -> WebOrigin.of(origin).stream())
                .collect(Collectors.toSet());
        Optional<HostNames> names =
                settings.asksForCredentials() ? Optional.empty() : Optional.of(HostNames.of(settings.hostNames()));
        List<Handler<RoutingContext>> handlers = new ArrayList<>();
        handlers.add(new SecurityHeaders(tls.isPresent()));
        handlers.add(new SameOrigin(listed, names));
        if (!listed.isEmpty()) {
            handlers.add(new ListedOrigins(listed));
        }
        return List.copyOf(handlers);
    }

    /**
     * Lets a request pass that is from somebody with these roles, whom {@link Principal#of} then tells; ends any other with a problem: 401
     * without good credentials, 403 without the roles, 429 beyond the rate, 503 if the key set for tokens could not be fetched yet. To be
     * mounted before the body is read.
     *
     * @param required the operation's roles, {@link OperationRoles#of}; with none, everybody passes without being asked
     */
    public Handler<RoutingContext> handler(Set<Role> required) {
        if (required.isEmpty()) {
            Principal principal = settings.asksForCredentials() ? Principal.NOBODY : Principal.ANYBODY;
            return request -> {
                principal.attachTo(request);
                request.next();
            };
        }
        return new AccessHandler(
                required, request -> authenticate(request).map(answer -> limited(answer, request)), this::rate, log);
    }

    /** The certificate and key to serve with, if the gateway itself speaks TLS. */
    public Optional<PemKeyCertOptions> tls() {
        return tls;
    }

    /** Whether credentials are asked for. */
    public boolean asksForCredentials() {
        return settings.asksForCredentials();
    }

    private Future<Authentication> authenticate(RoutingContext request) {
        if (!settings.asksForCredentials()) {
            return Future.succeededFuture(new Authentication.Accepted(Principal.ANYBODY));
        }
        Credential credential = Credential.of(request.request().headers());
        if (credential instanceof Credential.Key key) {
            return Future.succeededFuture(
                    keys.map(known -> known.authenticate(key.text())).orElseGet(() -> refused(Refusal.UNKNOWN_KEY)));
        }
        if (credential instanceof Credential.Token token) {
            return tokens.map(known -> known.authenticate(token.text()))
                    .orElseGet(() -> Future.succeededFuture(refused(Refusal.NO_TOKENS_HERE)));
        }
        return Future.succeededFuture(
                refused(credential instanceof Credential.Several ? Refusal.SEVERAL_GIVEN : Refusal.NONE_GIVEN));
    }

    private Authentication limited(Authentication answer, RoutingContext request) {
        return answer instanceof Authentication.Accepted accepted
                ? new Authentication.Accepted(accepted.principal()
                        .cappedBy(SampleCap.ofAll(settings.maxSamples()))
                        .countedBy(samples, who(accepted.principal(), request), settings.budget()))
                : answer;
    }

    private static Authentication refused(Refusal refusal) {
        return new Authentication.Refused(refusal);
    }

    private Optional<Duration> rate(RoutingContext request) {
        return rates.flatMap(limits -> limits.take(who(Principal.of(request), request)));
    }

    private String who(Principal principal, RoutingContext request) {
        return settings.asksForCredentials()
                ? principal.name()
                : request.request().remoteAddress().hostAddress();
    }

    /** Looks after files and key sets no longer. */
    @Override
    public void close() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
    }
}

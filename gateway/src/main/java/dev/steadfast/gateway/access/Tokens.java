package dev.steadfast.gateway.access;

import dev.steadfast.gateway.access.Authentication.Refused;
import dev.steadfast.gateway.problems.GatewayException;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** JSON Web Tokens as credentials. Safe for use by several threads. */
final class Tokens {

    private final SigningKeys keys;
    private final TokenClaims claims;

    private Tokens(SigningKeys keys, TokenClaims claims) {
        this.keys = keys;
        this.claims = claims;
    }

    /**
     * Takes tokens from the configured issuer. A key set in a file is read at once; one on a server is fetched in the background, so that
     * the gateway starts, and takes API keys, while the issuer cannot be reached.
     *
     * @throws GatewayException if the file is no key set
     */
    static Tokens open(AccessSettings settings, Vertx vertx, InstantSource clock, TimeMeter meter) {
        URI address = URI.create(settings.jwks());
        TokenClaims claims = new TokenClaims(settings, clock);
        if (address.getScheme().equals("file")) {
            Path file = Path.of(address.getSchemeSpecificPart());
            KeySetSource source = () -> vertx.executeBlocking(() -> read(file, vertx));
            return new Tokens(new SigningKeys(source, Optional.of(opened(file, vertx)), meter), claims);
        }
        SigningKeys keys = new SigningKeys(new KeySetServer(address, vertx), Optional.empty(), meter);
        keys.refresh();
        return new Tokens(keys, claims);
    }

    private static KeySet opened(Path file, Vertx vertx) {
        try {
            return read(file, vertx);
        } catch (IOException | RuntimeException e) { // RuntimeException: whatever JSON finds wrong
            throw new GatewayException(
                    "gateway.access.jwks: must name a JSON Web Key Set, was 'file:%s' (%s)".formatted(file, e), e);
        }
    }

    private static KeySet read(Path file, Vertx vertx) throws IOException {
        return KeySet.of(vertx, new JsonObject(Files.readString(file)));
    }

    /** Fetches the key set again. */
    void refresh() {
        keys.refresh();
    }

    /** Who a token is for. Never fails. */
    Future<Authentication> authenticate(String token) {
        Optional<TokenHeader> header = TokenHeader.of(token);
        if (header.isEmpty() || header.get().critical()) {
            return refused(Refusal.MALFORMED_TOKEN);
        }
        if (!KeySet.takes(header.get().algorithm())) {
            return refused(Refusal.ALGORITHM);
        }
        return keys.forToken(header.get()).compose(set -> set.map(known -> check(token, header.get(), known))
                .orElseGet(() -> refused(Refusal.NO_KEY_SET)));
    }

    private Future<Authentication> check(String token, TokenHeader header, KeySet known) {
        if (!known.has(header)) {
            return refused(Refusal.UNKNOWN_SIGNER);
        }
        return known.claims(token).map(claims::judge).otherwise(new Refused(Refusal.SIGNATURE));
    }

    private static Future<Authentication> refused(Refusal refusal) {
        return Future.succeededFuture(new Refused(refusal));
    }
}

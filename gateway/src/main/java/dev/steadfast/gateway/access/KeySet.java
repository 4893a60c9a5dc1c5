package dev.steadfast.gateway.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The public keys that an issuer signs its tokens with (RFC 7517). Immutable; safe for use by several threads. */
final class KeySet {

    /**
     * The signatures that are taken, by type of key. None is symmetric: a key set is public, so whoever can read it could sign.
     */
    private static final Map<String, Set<String>> ALGORITHMS = Map.of(
            "RSA", Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
            "EC", Set.of("ES256", "ES384", "ES512"),
            "OKP", Set.of("EdDSA"));

    private static final Map<String, String> ALGORITHM_OF_CURVE =
            Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512", "Ed25519", "EdDSA");

    /** What a public key consists of; private parts, were they there, are left out. */
    private static final List<String> MEMBERS = List.of("kty", "kid", "crv", "x", "y", "n", "e");

    private final JWTAuth verifier;
    private final List<JsonObject> keys;

    private KeySet(JWTAuth verifier, List<JsonObject> keys) {
        this.verifier = verifier;
        this.keys = keys;
    }

    /**
     * Takes from a JSON Web Key Set what tokens can be checked with, and leaves the rest.
     *
     * @throws IllegalArgumentException if that is nothing: without a key, the verifier would take tokens without a signature
     */
    static KeySet of(Vertx vertx, JsonObject document) {
        List<JsonObject> keys = !document.containsKey("keys")
                ? List.of()
                : document.getJsonArray("keys").stream()
                        .flatMap(key -> key instanceof JsonObject object ? usable(object).stream() : Stream.empty())
                        .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "must be a JSON Web Key Set with a public key for RSA, EC or Ed25519 signatures");
        }
        JWTAuthOptions options =
                new JWTAuthOptions().setJwks(keys).setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
        return new KeySet(JWTAuth.create(vertx, options), keys);
    }

    private static Optional<JsonObject> usable(JsonObject key) {
        Set<String> algorithms = ALGORITHMS.getOrDefault(key.getString("kty", ""), Set.of());
        String algorithm = key.getString("alg", ALGORITHM_OF_CURVE.getOrDefault(key.getString("crv", ""), "RS256"));
        if (!algorithms.contains(algorithm) || !key.getString("use", "sig").equals("sig")) {
            return Optional.empty();
        }
        JsonObject copy = new JsonObject().put("alg", algorithm).put("use", "sig");
        MEMBERS.stream().filter(key::containsKey).forEach(member -> copy.put(member, key.getString(member)));
        return Optional.of(copy);
    }

    /** Whether signatures of this algorithm are ever taken. */
    static boolean takes(String algorithm) {
        return ALGORITHMS.values().stream().anyMatch(algorithms -> algorithms.contains(algorithm));
    }

    /** Whether the key that a header names is here. */
    boolean has(TokenHeader header) {
        return keys.stream()
                .filter(key -> key.getString("alg").equals(header.algorithm()))
                .anyMatch(key -> header.keyId().isEmpty()
                        || key.getString("kid", header.keyId().get())
                                .equals(header.keyId().get()));
    }

    /** The claims of a token with a good signature; fails for any other. Time, issuer and audience are not looked at. */
    Future<JsonObject> claims(String token) {
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(verifier::authenticate)
                .map(user -> user.attributes().getJsonObject("accessToken"));
    }
}

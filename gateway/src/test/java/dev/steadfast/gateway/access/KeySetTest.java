package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Issuer RSA = Issuer.rsa("rsa");
    private static final Issuer CURVE = Issuer.ellipticCurve("curve");

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void shouldCheckSignaturesOfEveryKey() {
        KeySet keys = KeySet.of(VERTX, Issuer.keySet(RSA, CURVE));

        for (Issuer issuer : List.of(RSA, CURVE)) {
            assertThat(keys.claims(issuer.token(Issuer.claims(Role.READ)))
                            .result()
                            .getString("sub"))
                    .isEqualTo("somebody");
        }
        assertThat(keys.claims(Issuer.ellipticCurve("curve").token(Issuer.claims()))
                        .failed())
                .isTrue();
        assertThat(keys.claims(Issuer.unsigned(Issuer.claims())).failed()).isTrue();
    }

    @Test
    void shouldDeriveTheAlgorithmWhereTheKeyDoesNotSayIt() {
        JsonObject rsa = RSA.key();
        rsa.remove("alg");
        JsonObject curve = CURVE.key();
        curve.remove("alg");
        curve.remove("use");

        KeySet keys = KeySet.of(VERTX, new JsonObject().put("keys", new JsonArray(List.of(rsa, curve))));

        assertThat(keys.claims(RSA.token(Issuer.claims())).succeeded()).isTrue();
        assertThat(keys.claims(CURVE.token(Issuer.claims())).succeeded()).isTrue();
    }

    @Test
    void shouldKnowItsKeysByNameAndAlgorithm() {
        KeySet keys = KeySet.of(VERTX, Issuer.keySet(RSA));

        assertThat(keys.has(new TokenHeader("RS256", Optional.of("rsa"), false)))
                .isTrue();
        assertThat(keys.has(new TokenHeader("RS256", Optional.empty(), false))).isTrue();
        assertThat(keys.has(new TokenHeader("RS256", Optional.of("other"), false)))
                .isFalse();
        assertThat(keys.has(new TokenHeader("PS256", Optional.of("rsa"), false)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"keys\": []}",
                "{\"keys\": [7]}",
                "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": \"HS256\"}]}",
                "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": \"RS256\"}]}",
                "{\"keys\": [{\"kty\": \"RSA\", \"alg\": \"HS256\", \"n\": \"AQAB\", \"e\": \"AQAB\"}]}",
                "{\"keys\": [{\"kty\": \"RSA\", \"use\": \"enc\", \"n\": \"AQAB\", \"e\": \"AQAB\"}]}",
                "{\"keys\": [{\"kty\": \"RSA\", \"alg\": \"none\", \"n\": \"AQAB\", \"e\": \"AQAB\"}]}"
            })
    void shouldNotBeWithoutAKeyForAsymmetricSignatures(String document) {
        assertThatThrownBy(() -> KeySet.of(VERTX, new JsonObject(document)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a JSON Web Key Set with a public key");
    }

    @Test
    void shouldTakeNoSymmetricAlgorithmAndNotNone() {
        assertThat(Set.of("RS256", "PS512", "ES384", "EdDSA")).allMatch(KeySet::takes);
        assertThat(Set.of("none", "None", "HS256", "HS384", "HS512", "RS1", "")).noneMatch(KeySet::takes);
    }
}

package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract, with every kind of credential. */
class AccessMatrixTest {

    private static final Issuer ISSUER = Issuer.rsa("current");
    private static final Map<Role, String> KEYS = new EnumMap<>(Role.class);
    private static final Map<String, String> BAD_TOKENS = badTokens();

    private static GuardedServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path keys = folder.resolve("keys");
        for (Role role : Role.values()) {
            KEYS.put(role, KeyFiles.add(keys, "only-" + role.word(), "*", role));
        }
        Path keySet = Files.writeString(
                folder.resolve("jwks.json"), Issuer.keySet(ISSUER).encode());
        server = GuardedServer.with(
                "api-keys=" + keys,
                "jwks=file:" + keySet,
                "jwt-issuer=" + Issuer.NAME,
                "jwt-audience=" + Issuer.AUDIENCE,
                "rate=0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Contract.Operation> operations() {
        return Contract.operations();
    }

    static Stream<Contract.Operation> guarded() {
        return operations().stream().filter(operation -> !operation.roles().isEmpty());
    }

    @Test
    void shouldAskEveryOperationButTheHealthChecksForARole() {
        assertThat(operations()).hasSizeGreaterThan(20);
        assertThat(operations().stream().filter(operation -> operation.roles().isEmpty()))
                .extracting(Contract.Operation::id)
                .containsExactlyInAnyOrder("serverLive", "serverReady");
        assertThat(guarded())
                .allSatisfy(operation -> assertThat(operation.roles()).hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void shouldAskForCredentials(Contract.Operation operation) throws Exception {
        HttpResponse<String> answer = server.send(server.request(operation));

        if (operation.roles().isEmpty()) {
            assertThat(answer.statusCode()).isEqualTo(200);
        } else {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void shouldLetAKeyDoWhatItsRoleMay(Contract.Operation operation) throws Exception {
        for (Role role : Role.values()) {
            String key = KEYS.getOrDefault(role, "");
            int expected = operation.roles().contains(role) ? 200 : 403;

            assertThat(status(operation, "X-Api-Key", key))
                    .as("X-Api-Key, %s", role)
                    .isEqualTo(expected);
            assertThat(status(operation, "Authorization", "Bearer " + key))
                    .as("Bearer, %s", role)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void shouldLetATokenDoWhatItsRoleMay(Contract.Operation operation) throws Exception {
        for (Role role : Role.values()) {
            String token = ISSUER.token(Issuer.claims(role));

            assertThat(status(operation, "Authorization", "Bearer " + token))
                    .as("token, %s", role)
                    .isEqualTo(operation.roles().contains(role) ? 200 : 403);
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void shouldRefuseEveryBadCredential(Contract.Operation operation) throws Exception {
        for (Map.Entry<String, String> bad : BAD_TOKENS.entrySet()) {
            assertThat(status(operation, "Authorization", "Bearer " + bad.getValue()))
                    .as(bad.getKey())
                    .isEqualTo(401);
        }
        assertThat(status(operation, "X-Api-Key", "sf_wrong")).isEqualTo(401);
        assertThat(status(operation, "X-Api-Key", "")).isEqualTo(401);
        assertThat(status(operation, "Authorization", "Bearer sf_wrong")).isEqualTo(401);
        assertThat(status(operation, "Authorization", "Basic " + KEYS.get(Role.READ)))
                .isEqualTo(401);
        assertThat(status(operation, "Cookie", "X-Api-Key=" + KEYS.get(Role.READ)))
                .isEqualTo(401);
        assertThat(status(operation, "X-Api-Key", ISSUER.token(allRoles())))
                .as("token as key")
                .isEqualTo(401);
    }

    @Test
    void shouldRefuseTwoCredentialsAtATime() throws Exception {
        HttpRequest.Builder both = server.request("/v1/cameras")
                .header("X-Api-Key", KEYS.get(Role.READ))
                .header("Authorization", "Bearer " + KEYS.get(Role.READ));

        assertThat(server.send(both).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldTellTheOperationWhoAsks() throws Exception {
        HttpResponse<String> byKey =
                server.send(server.request("/v1/cameras").header("X-Api-Key", KEYS.get(Role.READ)));
        HttpResponse<String> byToken = server.send(server.request("/v1/cameras")
                .header("Authorization", "bearer " + ISSUER.token(Issuer.claims(Role.READ))));

        assertThat(byKey.body()).contains("\"principal\":\"only-read\"");
        assertThat(byToken.body()).contains("\"principal\":\"token:somebody\"");
    }

    private static Map<String, String> badTokens() {
        long now = Instant.now().getEpochSecond();
        JsonObject good = allRoles();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", ISSUER.token(good.copy().put("exp", now - 60)));
        bad.put("not valid yet", ISSUER.token(good.copy().put("nbf", now + 3600)));
        bad.put("without an end", ISSUER.token(without(good, "exp")));
        bad.put("without a subject", ISSUER.token(without(good, "sub")));
        bad.put("wrong issuer", ISSUER.token(good.copy().put("iss", "https://other.example.org")));
        bad.put("no issuer", ISSUER.token(without(good, "iss")));
        bad.put("wrong audience", ISSUER.token(good.copy().put("aud", "other")));
        bad.put("no audience", ISSUER.token(without(good, "aud")));
        bad.put("not signed", Issuer.unsigned(good));
        bad.put("two parts, not signed", Issuer.unsigned(good).replaceFirst("\\.$", ""));
        bad.put("signed with the public key", ISSUER.confused(good));
        bad.put("another key of the same name", Issuer.rsa("current").token(good));
        bad.put("another key", Issuer.rsa("unknown").token(good));
        bad.put("says nothing of its algorithm", ISSUER.token(new JsonObject().put("kid", "current"), good));
        bad.put(
                "with an extension that must be understood",
                ISSUER.token(
                        new JsonObject()
                                .put("alg", "RS256")
                                .put("kid", "current")
                                .put("crit", List.of("b64")),
                        good));
        bad.put("changed", changed(ISSUER.token(Issuer.claims()), ISSUER.token(good)));
        bad.put("no token", "nonsense");
        bad.put("nothing", "..");
        return bad;
    }

    private static JsonObject allRoles() {
        return Issuer.claims(Role.values());
    }

    private static JsonObject without(JsonObject claims, String name) {
        JsonObject copy = claims.copy();
        copy.remove(name);
        return copy;
    }

    /** Header and signature of one token, claims of another. */
    private static String changed(String signed, String wished) {
        List<String> parts = Arrays.asList(signed.split("\\.", -1));
        parts.set(1, Arrays.asList(wished.split("\\.", -1)).get(1));
        return String.join(".", parts);
    }

    private static int status(Contract.Operation operation, String header, String value) throws Exception {
        return server.send(server.request(operation).header(header, value)).statusCode();
    }
}

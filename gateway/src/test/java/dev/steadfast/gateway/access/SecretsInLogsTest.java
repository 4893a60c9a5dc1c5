package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsInLogsTest {

    private static final Issuer ISSUER = Issuer.rsa("current");

    @TempDir
    private Path folder;

    @Test
    void shouldLogWhyCredentialsWereRefusedButNothingOfAnyCredential() throws Exception {
        Path keys = folder.resolve("keys");
        String good = KeyFiles.add(keys, "reader", "*", Role.READ);
        String unknown = "sf_unknown-secret";
        String goodToken = ISSUER.token(Issuer.claims(Role.READ));
        String badToken = ISSUER.token(Issuer.claims(Role.READ).put("aud", "other"));
        Path keySet = Files.writeString(
                folder.resolve("jwks.json"), Issuer.keySet(ISSUER).encode());
        try (CapturedLog log = new CapturedLog();
                GuardedServer server = GuardedServer.with(
                        "api-keys=" + keys,
                        "jwks=file:" + keySet,
                        "jwt-issuer=" + Issuer.NAME,
                        "jwt-audience=" + Issuer.AUDIENCE)) {
            List<Integer> statuses = List.of(
                    status(server, "X-Api-Key", good),
                    status(server, "Authorization", "Bearer " + good),
                    status(server, "Authorization", "Bearer " + goodToken),
                    status(server, "X-Api-Key", unknown),
                    status(server, "Authorization", "Bearer " + badToken),
                    status(server, "Authorization", "Bearer " + goodToken + "x"));
            ApiKeys reread = ApiKeys.open(keys);
            Files.writeString(keys, "reader %s read *\n".formatted(good));
            reread.look();

            assertThat(statuses).containsExactly(200, 200, 200, 401, 401, 401);
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("UNKNOWN_KEY") && line.contains("127.0.0.1"))
                    .anyMatch(line -> line.contains("AUDIENCE"))
                    .anyMatch(line -> line.contains("API keys cannot be read again"));
            for (String secret : List.of(
                    good.substring(3),
                    KeyDigest.of(good).hex(),
                    "unknown-secret",
                    KeyDigest.of(unknown).hex(),
                    signature(goodToken),
                    signature(badToken))) {
                assertThat(log.lines()).noneMatch(line -> line.contains(secret));
            }
        }
    }

    @Test
    void shouldNotLetAnybodyFillTheLog() {
        ManualTime time = new ManualTime();
        try (CapturedLog log = new CapturedLog()) {
            RefusalLog refusals = new RefusalLog(time);
            for (int i = 0; i < 1000; i++) {
                refusals.refused("192.0.2.1", Refusal.UNKNOWN_KEY);
            }
            assertThat(log.lines()).hasSize(RefusalLog.BURST);

            time.pass(Duration.ofSeconds(1));
            refusals.refused("192.0.2.1", Refusal.UNKNOWN_KEY);

            assertThat(log.lines())
                    .hasSize(RefusalLog.BURST + 1)
                    .last()
                    .asString()
                    .contains("notLogged=\"990\"");
        }
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static int status(GuardedServer server, String header, String value) throws Exception {
        HttpRequest.Builder request = server.request("/v1/cameras").header(header, value);
        return server.send(request).statusCode();
    }
}

package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorsTest {

    private static final String LISTED = "https://console.example.org";
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerThePreflightOfAListedOriginWithoutCredentials() throws Exception {
        try (GuardedServer server = start()) {
            HttpResponse<String> answer = preflight(server, LISTED);

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue(ALLOWED)).contains(LISTED);
            assertThat(answer.headers()
                            .firstValue("Access-Control-Allow-Headers")
                            .orElse(""))
                    .containsIgnoringCase("X-Api-Key")
                    .containsIgnoringCase("Authorization")
                    .containsIgnoringCase("Idempotency-Key");
            assertThat(answer.headers()
                            .firstValue("Access-Control-Allow-Methods")
                            .orElse(""))
                    .contains("POST", "PUT");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
        }
    }

    @Test
    void shouldShowAListedOriginTheAnswerAndItsHeadersEvenIfItIsARefusal() throws Exception {
        try (GuardedServer server = start()) {
            HttpResponse<String> answer =
                    server.send(server.request("/v1/predictions").header("Origin", LISTED));

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue(ALLOWED)).contains(LISTED);
            assertThat(answer.headers().firstValue("Vary").orElse("")).containsIgnoringCase("origin");
            assertThat(answer.headers()
                            .firstValue("Access-Control-Expose-Headers")
                            .orElse(""))
                    .containsIgnoringCase("Location")
                    .containsIgnoringCase("Retry-After")
                    .containsIgnoringCase("Preference-Applied");
        }
    }

    @Test
    void shouldSayNothingToOthers() throws Exception {
        try (GuardedServer server = start()) {
            assertThat(preflight(server, "https://evil.example.org").headers().map())
                    .doesNotContainKey("access-control-allow-origin");
            HttpResponse<String> answer =
                    server.send(server.request("/v1/predictions").header("Origin", "https://evil.example.org"));
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
            assertThat(answer.headers().firstValue("Vary").orElse("")).containsIgnoringCase("origin");
        }
    }

    private GuardedServer start() throws Exception {
        Path keys = folder.resolve("keys");
        KeyFiles.add(keys, "somebody", "*", Role.READ);
        return GuardedServer.with("api-keys=" + keys, "cors-origins=" + LISTED + ",http://localhost:3000");
    }

    private static HttpResponse<String> preflight(GuardedServer server, String origin) throws Exception {
        return server.send(server.request("/v1/cameras/door/frames")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-api-key"));
    }
}

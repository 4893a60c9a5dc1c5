package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityHeadersTest {

    @Test
    void shouldBeOnAnswersAndOnRefusals(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys");
        KeyFiles.add(keys, "one", "*", Role.READ);
        try (GuardedServer server = GuardedServer.with("api-keys=" + keys)) {
            for (String path : new String[] {"/v2/health/live", "/v1/predictions"}) {
                HttpHeaders headers = server.send(server.request(path)).headers();

                assertThat(headers.firstValue("Content-Security-Policy"))
                        .contains("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
                assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
                assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
                assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
                assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
                assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
                assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=()");
                assertThat(headers.firstValue("Strict-Transport-Security"))
                        .as("without TLS")
                        .isEmpty();
            }
        }
    }
}

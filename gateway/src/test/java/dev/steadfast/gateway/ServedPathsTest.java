package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedPathsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/frames/f-1",
                "/page/base.css",
                "/api",
                "/api/swagger-ui.css",
                "/openapi.yaml",
                "/v1/cameras",
                "/v1/predictions/none",
                "/v1/predictions/socket",
                "/v2",
                "/v2/health/ready",
                "/nothing/here"
            })
    void shouldTellBrowsersToTakeAnAnswerForWhatItIs(String path) throws Exception {
        try (RunningFront front = RunningFront.with()) {
            HttpHeaders headers = front.get(path).headers();

            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("script-src 'unsafe")
                    .doesNotContain("*");
        }
    }

    @Test
    void shouldServeItsContractAndAPageToReadIt() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            HttpResponse<String> contract = front.get("/openapi.yaml");
            HttpResponse<String> page = front.get("/api");

            assertThat(contract.headers().firstValue("Content-Type")).contains("application/yaml");
            assertThat(contract.body()).startsWith("openapi: 3.1.0").contains("operationId: publishFrames");
            assertThat(page.body()).contains("swagger-ui-bundle.js");
            assertThat(front.get("/api/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
            assertThat(front.get("/api/start.js").statusCode()).isEqualTo(200);
        }
    }
}

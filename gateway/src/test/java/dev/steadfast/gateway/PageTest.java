package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with();
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/page.css, text/css; charset=utf-8",
        "/page.js, text/javascript; charset=utf-8",
        "/rows.js, text/javascript; charset=utf-8",
        "/icon.svg, image/svg+xml"
    })
    void shouldServeItsFilesWithTheirTypes(String path, String contentType) throws Exception {
        HttpResponse<String> response = front.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void shouldLoadNothingFromElsewhere() throws Exception {
        assertThat(front.get("/").body())
                .doesNotContain("src=\"http", "href=\"http", "<script>", "<style", "onclick", "style=");
    }

    @Test
    void shouldPromiseNoMoreThanACertificateDoes() throws Exception {
        String page = front.get("/").body()
                + front.get("/rows.js").body()
                + front.get("/upload.js").body();

        assertThat(page).contains("stable within").doesNotContainPattern(Pattern.compile("(?i)\\b(safe|correct)\\b"));
    }
}

package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites cannot do to a gateway that asks for no credentials. */
class SameOriginTest {

    private static final String POST = "POST /v1/cameras/door/frames";
    private static final String SOCKET = "GET /v1/predictions/socket";
    private static final String OWN_HOST = "Host: localhost:8080";

    private static GuardedServer server;

    @BeforeAll
    static void start() {
        server = GuardedServer.with("cors-origins=https://console.example.org", "host-names=Gateway.lan");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldLetProgramsPublish() throws IOException {
        assertThat(server.raw(POST, OWN_HOST).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, ''",
        "http://LOCALHOST:8080, ''",
        "http://localhost:8080, same-origin",
        "https://console.example.org, ''",
        "https://console.example.org:443, cross-site",
        "'', same-origin",
        "'', none"
    })
    void shouldLetItsOwnPageAndListedOnesPublish(String origin, String site) throws IOException {
        assertThat(server.raw(POST, OWN_HOST, header("Origin", origin), header("Sec-Fetch-Site", site))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.org, ''",
        "https://evil.example.org, cross-site",
        "https://console.example.org.evil.example.org, ''",
        "http://console.example.org, ''",
        "http://localhost:8081, ''",
        "http://localhost, same-site",
        "http://localhost:8080, cross-site",
        "null, ''",
        "'', cross-site",
        "'', same-site"
    })
    void shouldNotLetPagesOfOtherOriginsPublishOrListen(String origin, String site) throws IOException {
        String[] headers = {OWN_HOST, header("Origin", origin), header("Sec-Fetch-Site", site)};

        assertThat(server.raw(POST, headers).status()).isEqualTo(403);
        assertThat(server.raw("PUT /v1/cameras/door/frames", headers).status()).isEqualTo(403);
        assertThat(server.raw(SOCKET, OWN_HOST, headers[1], headers[2], "Upgrade: websocket")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldLetOtherOriginsAskButNotLetBrowsersShowThemTheAnswer() throws IOException {
        RawAnswer answer = server.raw("GET /v1/predictions", OWN_HOST, "Origin: https://evil.example.org");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .doesNotContainIgnoringCase("Access-Control-Allow-Origin")
                .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:8080", "a.localhost:1", "127.0.0.1:8080", "[::1]:8080", "gateway.lan"})
    void shouldBeAskedForAsAddressOrByAKnownName(String host) throws IOException {
        assertThat(server.raw("GET /v1/predictions", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.org",
                "evil.example.org:8080",
                "127.0.0.1.evil.org",
                "localhost.evil.org",
                "1::evil"
            })
    void shouldNotBeAskedForByANameThatSomebodyMadePointHere(String host) throws IOException {
        assertThat(server.raw("GET /v1/predictions", "Host: " + host).status()).isIn(400, 403);
        assertThat(server.raw(POST, "Host: " + host, "Origin: http://" + host, "Sec-Fetch-Site: same-origin")
                        .status())
                .isIn(400, 403);
    }

    @Test
    void shouldNotBeAskedForByNoName() throws IOException {
        assertThat(server.raw("GET /v1/predictions").status()).isIn(400, 403);
    }

    private static String header(String name, String value) {
        return value.isEmpty() ? "X-Nothing: x" : name + ": " + value;
    }
}

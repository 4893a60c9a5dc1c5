package dev.steadfast.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures under {@code /v2} that no operation of the contract tells of: clients read the field {@code error} of all. */
class InferenceProblemsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/v2/repository", "/v2/models/cifar10/config", "/v1/models/cifar10:predict"})
    void shouldNameWhatIsNotServed(String path) throws Exception {
        try (RunningFront front = RunningFront.with()) {
            assertError(front.get(path), 404, "GET " + path);
        }
    }

    @Test
    void shouldNameAMethodThatIsNotServed() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            assertError(front.send(front.request("/v2").POST(BodyPublishers.noBody())), 405, "POST /v2 is nothing");
        }
    }

    @Test
    void shouldTellOfItsOwnFailures() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            front.newsArrives(KeptRecords.served());
            front.brokers =
                    frame -> CompletableFuture.failedStage(new IllegalStateException("a fault of the test's making"));
            HttpRequest.Builder inference = front.request("/v2/models/cifar10-demo/infer")
                    .POST(BodyPublishers.ofString(
                            "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[1,1,1,3],"
                                    + "\"data\":[1,2,3]}]}"));

            assertError(front.send(inference), 500, "the gateway failed; its log says more");
        }
    }

    @Test
    void shouldTellOfHeadersThatAreTooLong() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            assertThat(raw(front, "GET /v2 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + "a".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ")
                    .contains("\"error\":\"the headers are too long in all\"");
            assertThat(raw(front, "GET /v1/" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.0 414 ") // in what version it was asked is not known
                    .contains("\"detail\":\"the address is too long\"");
            assertThat(raw(front, "GET /v2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: many\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("the request is malformed");
        }
    }

    private static String raw(RunningFront front, String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void assertError(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(new JsonObject(answer.body()).getString("error")).startsWith(detail);
    }
}

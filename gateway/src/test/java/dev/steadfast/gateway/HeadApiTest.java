package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.evidence.Evidence;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD, wherever GET works. */
class HeadApiTest {

    /** Which take a worker, or never end. */
    private static final Set<String> OTHERS = Set.of("getFrameSamples", "streamPredictions");

    private static final List<String> COMPARED = List.of("content-type", "cache-control", "retry-after", "location");

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with("gateway.access.anonymous-rate=0");
        KeptRecords records = new KeptRecords();
        front.records = records;
        front.arrive(records.keep("f-1", "door", KeptRecords.RAW, Evidence.planes()));
        front.newsArrives(KeptRecords.served());
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldBeAnsweredAsGetByEveryOperationWithoutABody() throws Exception {
        try (ContractCheck contract = new ContractCheck()) {
            for (String id : contract.promising(400)) {
                ContractCheck.Operation operation = contract.operation(id);
                if (operation.method().equals("GET") && !OTHERS.contains(id)) {
                    assertSame(operation.example());
                    assertSame(operation.example() + "?no-parameter=1");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/frames/f-1",
                "/page/base.css",
                "/api",
                "/openapi.yaml",
                "/v1/predictions?limit=1",
                "/v1/predictions?limit=0",
                "/nothing/here"
            })
    void shouldBeAnsweredAsGetByPages(String path) throws Exception {
        assertSame(path);
    }

    @Test
    void shouldNotOpenAStreamThatNobodyReads() throws Exception {
        HttpResponse<String> head = head("/v1/predictions/stream?last=3");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(front.streamReaders()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics"})
    void shouldBeAnsweredAtTheManagementPort(String path) throws Exception {
        HttpResponse<String> head = front.sendManagement(path, "HEAD");

        assertThat(head.statusCode())
                .isEqualTo(front.getManagement(path).statusCode())
                .isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void shouldLeaveTheConnectionToTheNextRequest() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            String requests = """
                    HEAD /v1/predictions HTTP/1.1
                    Host: 127.0.0.1

                    GET /v2/models HTTP/1.1
                    Host: 127.0.0.1
                    Connection: close

                    """.replace("\n", "\r\n");
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            List<String> lines = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines()
                    .toList();

            assertThat(lines.get(0)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(lines.get(lines.indexOf("") + 1))
                    .as("no body between the two answers")
                    .isEqualTo("HTTP/1.1 200 OK");
            assertThat(lines.get(lines.size() - 1)).isEqualTo("{\"models\":[\"cifar10-demo\"]}");
        }
    }

    @Test
    void shouldNotBeTakenWhereGetIsNot() throws Exception {
        assertSame("/v1/cameras/door/frames");
        assertThat(head("/v1/cameras/door/frames").statusCode()).isEqualTo(405);
        assertThat(options("/v1/predictions").statusCode())
                .as("OPTIONS is as it was")
                .isEqualTo(405);
    }

    private void assertSame(String path) throws Exception {
        HttpResponse<String> get = front.get(path);
        HttpResponse<String> head = head(path);
        assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
        assertThat(head.body()).as(path).isEmpty();
        assertThat(headers(head)).as(path).isEqualTo(headers(get));
    }

    private static Map<String, String> headers(HttpResponse<?> answer) {
        Map<String, String> found = new TreeMap<>();
        COMPARED.forEach(name -> answer.headers().firstValue(name).ifPresent(value -> found.put(name, value)));
        return found;
    }

    private HttpResponse<String> head(String path) throws Exception {
        return front.send(front.request(path).method("HEAD", BodyPublishers.noBody()));
    }

    private HttpResponse<String> options(String path) throws Exception {
        HttpRequest.Builder request = front.request(path).method("OPTIONS", BodyPublishers.noBody());
        return front.send(request);
    }
}

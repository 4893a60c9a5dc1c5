package dev.steadfast.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    private static final String HOST = "127.0.0.1";

    private final Meters meters = new Meters();
    private final ManagementServer server = ManagementServer.start("worker", HOST, 0, meters);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
        meters.close();
    }

    @Test
    void shouldBeLiveAndNotReadyBeforeThereIsAServiceToWatch() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("STARTING");
    }

    @Test
    void shouldAnswerEachConditionAsASupervisorNeedsIt() throws Exception {
        server.watch(() -> Health.ready("RUNNING"));
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        server.watch(() -> Health.unready("brokers are away"));
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);

        server.watch(() -> Health.dead("gave up"));
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldSayWhyInTheShapeOfTheGateway() throws Exception {
        server.watch(() -> Health.unready("it said \"no\""));

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"DOWN\",\"checks\":[{\"id\":\"worker\",\"status\":\"DOWN\","
                        + "\"data\":{\"detail\":\"it said \\\"no\\\"\"}}],\"outcome\":\"DOWN\"}");
    }

    @Test
    void shouldGivePrometheusTheMetersOfTheProcess() throws Exception {
        meters.registry().counter("steadfast_worker_samples_total").increment(3);

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue(Meters.CONTENT_TYPE);
        assertThat(answer.body()).contains("steadfast_worker_samples_total 3.0", "jvm_memory_used_bytes{");
    }

    @Test
    void shouldPutFractionsIntoTheirBuckets() throws Exception {
        meters.histogram("steadfast_streams_certified_radius", 0.25, 0.5, 1).accept(0.375);
        meters.histogram("steadfast_streams_certified_radius", 0.25, 0.5, 1).accept(0.125);

        assertThat(get("/metrics").body())
                .contains(
                        "# TYPE steadfast_streams_certified_radius histogram",
                        "steadfast_streams_certified_radius_bucket{le=\"0.25\"} 1",
                        "steadfast_streams_certified_radius_bucket{le=\"0.5\"} 2",
                        "steadfast_streams_certified_radius_bucket{le=\"+Inf\"} 2",
                        "steadfast_streams_certified_radius_sum 0.5");
    }

    @Test
    void shouldAnswerNothingElse() throws Exception {
        assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        HttpRequest post =
                request("/metrics").POST(BodyPublishers.ofString("x")).build();
        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        HttpRequest head =
                request("/health/live").method("HEAD", BodyPublishers.noBody()).build();
        assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNameTheSettingOfAPortThatIsTaken() {
        assertThatThrownBy(() -> ManagementServer.start("streams", HOST, server.port(), meters))
                .isInstanceOf(ManagementException.class)
                .hasMessageContaining("streams.management-port: cannot listen on port " + server.port());
    }

    @Test
    void shouldNameTheSettingOfAHostThatIsUnknown() {
        assertThatThrownBy(() -> ManagementServer.start("streams", "no-such-host.invalid", 0, meters))
                .isInstanceOf(ManagementException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + server.port() + path));
    }
}

package dev.steadfast.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the check makes of a Prometheus' answers. */
class BoardCheckTest {

    private static final String NOTHING = "{\"status\":\"success\",\"data\":{\"result\":[]}}";
    private static final String ONE =
            "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"2\"]}]}}";
    private static final String NOT_A_NUMBER =
            "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"NaN\"]}]}}";
    private static final Alerts NO_ALERTS = new Alerts(List.of());

    private final HttpServer server;
    private String answer = ONE;

    BoardCheckTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldBeContentWithDataEverywhere() throws Exception {
        assertThat(check("Pipeline", NO_ALERTS)).isEmpty();
    }

    @Test
    void shouldMissThePanelAndTheMetricThatHaveNoData() throws Exception {
        answer = NOTHING;
        assertThat(check("Pipeline", NO_ALERTS))
                .containsExactly(
                        "panel without data: Pipeline / A panel",
                        "metric that Prometheus does not have: steadfast_worker_ready");
        answer = NOT_A_NUMBER;
        assertThat(check("Pipeline", NO_ALERTS)).hasSize(2);
    }

    @Test
    void shouldExceptPanelsThatNeedAGpu() throws Exception {
        answer = NOTHING;

        assertThat(check("GPU", NO_ALERTS)).noneMatch(missing -> missing.startsWith("panel"));
    }

    @Test
    void shouldExceptTheMetricOfRoutesThatAreInNoFile() throws Exception {
        answer = NOTHING;

        assertThat(check("GPU", "steadfast_streams_routes_up_to_date", NO_ALERTS))
                .isEmpty();
    }

    @Test
    void shouldMissAnAlertThatPrometheusDoesNotHave() throws Exception {
        Alerts alerts = new Alerts(List.of(new Alerts.Alert("Absent", "vector(1)", Map.of(), Map.of())));

        assertThat(check("Pipeline", alerts)).containsExactly("alert Absent: not loaded ");
    }

    private List<String> check(String row, Alerts alerts) throws IOException, InterruptedException {
        return check(row, "steadfast_worker_ready", alerts);
    }

    private List<String> check(String row, String metric, Alerts alerts) throws IOException, InterruptedException {
        Panel panel = new Panel(
                1,
                "timeseries",
                row,
                "A panel",
                "",
                false,
                new Rectangle(0, 0, 1, 1),
                List.of(new Panel.Target("sum(%s)".formatted(metric), "")));
        Prometheus prometheus = new Prometheus(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        PrintStream silent = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        return new BoardCheck(prometheus, silent).run(new Board("A board", List.of(panel)), alerts);
    }
}

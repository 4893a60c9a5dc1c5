package dev.steadfast.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Prometheus, by its HTTP API. Answers hold no NaN: a series of nothing else is left out. */
final class Prometheus {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private final URI address;

    Prometheus(URI address) {
        this.address = address;
    }

    /**
     * Asks for the value of now.
     *
     * @throws IOException if there is no answer, or the expression is wrong
     */
    List<Series> now(String expression) throws IOException, InterruptedException {
        return series(get("/api/v1/query?query=" + encode(expression)).path("result"));
    }

    /**
     * Asks for the values from then to then.
     *
     * @throws IOException if there is no answer, or the expression is wrong
     */
    List<Series> between(Instant start, Instant end, Duration step, String expression)
            throws IOException, InterruptedException {
        String path = "/api/v1/query_range?query=%s&start=%s&end=%s&step=%d"
                .formatted(encode(expression), start.getEpochSecond(), end.getEpochSecond(), step.toSeconds());
        return series(get(path).path("result"));
    }

    /** The health and the state of each alert that it has loaded, by its name. */
    Map<String, JsonNode> alerts() throws IOException, InterruptedException {
        Map<String, JsonNode> alerts = new TreeMap<>();
        for (JsonNode group : get("/api/v1/rules?type=alert").path("groups")) {
            group.path("rules").forEach(rule -> alerts.put(rule.path("name").asText(), rule));
        }
        return alerts;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT).build();
        JsonNode answer =
                mapper.readTree(client.send(request, BodyHandlers.ofString()).body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IOException(answer.path("error").asText("no answer of a Prometheus"));
        }
        return answer.path("data");
    }

    private static List<Series> series(JsonNode result) {
        List<Series> all = new ArrayList<>();
        for (JsonNode one : result) {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric")
                    .fields()
                    .forEachRemaining(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            List<Series.Point> points = new ArrayList<>();
            if (one.has("value")) {
                add(one.path("value"), points);
            }
            one.path("values").forEach(value -> add(value, points));
            if (!points.isEmpty()) {
                all.add(new Series(labels, List.copyOf(points)));
            }
        }
        return all;
    }

    private static void add(JsonNode value, List<Series.Point> points) {
        String text = value.path(1).asText();
        if (!text.equals("NaN") && !text.endsWith("Inf")) {
            points.add(new Series.Point(value.path(0).asDouble(), Double.parseDouble(text)));
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

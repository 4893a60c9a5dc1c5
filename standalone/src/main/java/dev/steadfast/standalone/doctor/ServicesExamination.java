package dev.steadfast.standalone.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The services whose management ports are of this machine: whether they are ready, and why not. */
final class ServicesExamination implements Examination {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Integer> ports;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    /** @param ports management ports by service; 0 where it is any */
    ServicesExamination(Map<String, Integer> ports) {
        this.ports = ports;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            findings.add(of(port.getKey(), port.getValue()));
        }
        return findings;
    }

    private Finding of(String service, int port) throws InterruptedException {
        String subject = service + " here";
        if (port == 0) {
            return Finding.note(subject, "its management port is any free one, and not known", "");
        }
        URI address = URI.create("http://127.0.0.1:" + port + "/health/ready");
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(address).timeout(LIMIT).build(), BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Finding.ok(subject, "ready, at port " + port)
                    : Finding.problem(
                            subject, "not ready: " + reasons(answer.body()), "The runbook and its log say more.");
        } catch (ConnectException e) {
            return Finding.note(subject, "nothing listens at port " + port, "");
        } catch (IOException e) {
            return Finding.problem(
                    subject,
                    "port %d does not answer as a %s: %s".formatted(port, service, e),
                    "Is another program at this port?");
        }
    }

    /** What the checks that are down say. */
    private static String reasons(String body) throws IOException {
        JsonNode told = MAPPER.readTree(body);
        List<String> reasons = new ArrayList<>();
        for (JsonNode check : told.path("checks")) {
            if (!check.path("status").asText().equals("UP")) {
                reasons.add(check.path("id").asText() + " " + check.path("data"));
            }
        }
        return reasons.isEmpty() ? body : String.join(", ", reasons);
    }
}

package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker compose up} starts, without an engine. */
class ComposeGraphIT {

    private static final String SAMPLE =
            "standalone/src/main/resources/dev/steadfast/standalone/demo/cifar10/00000-cat.png";

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerAFrameWithACertifiedPredictionAndStopInTime() throws Exception {
        ComposeFile file = ComposeFile.read(Map.of(
                "STEADFAST_CERTIFICATION_SELECTION_SAMPLES", "25",
                "STEADFAST_CERTIFICATION_ESTIMATION_SAMPLES", "100"));
        try (ComposeGraph graph = new ComposeGraph(folder)) {
            // Given
            graph.start(file.startOrder());

            // When
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(graph.uri("gateway", 8080, "/v1/cameras/door/frames"))
                                    .header("Content-Type", "image/png")
                                    .header("Prefer", "wait=60")
                                    .POST(BodyPublishers.ofFile(Repository.file(SAMPLE)))
                                    .build(),
                            BodyHandlers.ofString());
            List<String> camera = graph.runToEnd(file.service("camera"), "--frames", "2");

            // Then
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode prediction = new ObjectMapper().readTree(answer.body());
            assertThat(prediction.findValues("samples"))
                    .as(answer.body())
                    .singleElement()
                    .extracting(JsonNode::asInt)
                    .isEqualTo(125);
            assertThat(camera).filteredOn(line -> line.contains("votes")).hasSizeGreaterThanOrEqualTo(2);
            graph.stop();
        }
    }
}

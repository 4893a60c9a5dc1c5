package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.fleet.Backlog;
import dev.steadfast.gateway.fleet.FleetNews;
import dev.steadfast.gateway.fleet.ServedModel;
import dev.steadfast.gateway.metrics.MetricNames;
import java.lang.reflect.Field;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");
    private static final Pattern LINE = Pattern.compile("(\\w+)(\\{[^}]*})? (\\S+)");

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with();
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldHaveEachMetricThatItNamesAndNoOther() throws Exception {
        front.get("/v1/cameras");
        front.backlog = new Backlog(OptionalLong.of(3), Map.of("noise-tasks", 44L));
        front.newsArrives(waiting(6, 4));
        Awaitility.await().until(() -> lines("steadfast_backlog_seconds").size() == 1);

        String scrape = front.getManagement("/metrics").body();

        assertThat(scrape.lines()
                        .filter(line -> line.startsWith("# TYPE steadfast_"))
                        .map(line -> line.split(" ", -1)[2])
                        .filter(name -> !name.endsWith("_max"))) // which goes with the histogram
                .containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void shouldDescribeEachMetricInTheReference() throws Exception {
        String reference = Files.readString(REFERENCE);

        assertThat(reference)
                .contains(names().stream().map(name -> "| `" + name + "` |").toList());
        Matcher described = Pattern.compile("\\| `(steadfast_(?!streams_|worker_)\\w+)` \\|")
                .matcher(reference);
        assertThat(described.results().map(result -> result.group(1))).containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void shouldCountRequestsByOperationAndStatus() throws Exception {
        front.get("/v1/predictions/f-1");
        front.get("/v1/cameras?unknown=1");

        assertThat(value("steadfast_gateway_request_duration_seconds_count", "getPrediction", "404"))
                .isEqualTo("1");
        assertThat(value("steadfast_gateway_request_duration_seconds_count", "listCameras", "400"))
                .isEqualTo("1");
    }

    @Test
    void shouldCountFramesAndAnswers() throws Exception {
        front.send(front.request("/v1/cameras/door/frames?frame-id=f-1")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(MadeUp.png())));
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));
        front.arrive(MadeUp.answer(MadeUp.abstained("f-2", "door", 0.4)));

        Awaitility.await()
                .until( // counted when the client has its answer already
                        () -> value("steadfast_gateway_frames_total", "result=\"acknowledged\"")
                                .equals("1.0"));
        assertThat(value("steadfast_gateway_answers_total", "certified")).isEqualTo("1.0");
        assertThat(value("steadfast_gateway_answers_total", "abstained")).isEqualTo("1.0");
        assertThat(value("steadfast_gateway_answers_remembered")).isEqualTo("2.0");
    }

    @Test
    void shouldHaveNoLineForABacklogThatIsNotKnownSinceNaNWouldReadAsNone() throws Exception {
        assertThat(lines("steadfast_backlog_tasks")).isEmpty();
        assertThat(lines("steadfast_backlog_frames")).isEmpty();
        assertThat(value("steadfast_backlog_known", "queue=\"noise-tasks\"")).isEqualTo("0.0");

        front.backlog = new Backlog(OptionalLong.of(3), Map.of("noise-tasks", 44L));

        Awaitility.await().untilAsserted(() -> {
            assertThat(value("steadfast_backlog_tasks", "queue=\"noise-tasks\""))
                    .isEqualTo("44.0");
            assertThat(value("steadfast_backlog_frames")).isEqualTo("3.0");
            assertThat(value("steadfast_backlog_known", "queue=\"noise-tasks\""))
                    .isEqualTo("1.0");
        });
    }

    @Test
    void shouldTellHowLongTheBacklogTakesOnceTheSpeedIsKnown() throws Exception {
        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON)));
        front.backlog = new Backlog(OptionalLong.of(3), Map.of("noise-tasks", 44L));
        Awaitility.await().untilAsserted(() -> assertThat(value("steadfast_backlog_tasks", "queue=\"noise-tasks\""))
                .isEqualTo("44.0"));
        assertThat(lines("steadfast_backlog_seconds")).isEmpty();

        front.newsArrives(waiting(6, 4));

        Awaitility.await().untilAsserted(() -> assertThat(value("steadfast_backlog_seconds", "queue=\"noise-tasks\""))
                .isEqualTo("12.5"));
    }

    private static FleetNews waiting(long tasks, double perSecond) {
        return new FleetNews.Models(
                "steadfast",
                List.of(new ServedModel(MadeUpWorkers.model(MadeUp.NOON))),
                Optional.of(new FleetNews.Waiting(
                        "one", Map.of("noise-tasks", tasks), Map.of("noise-tasks", perSecond), false, Instant.now())));
    }

    @Test
    void shouldTellTheBacklogOfEachQueueAsLongAsItsBundleIsServed() throws Exception {
        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON), MadeUpWorkers.candidate(MadeUp.NOON)));
        front.backlog = new Backlog(OptionalLong.of(3), Map.of("noise-tasks", 44L, "noise-tasks-candidate", 7L));

        Awaitility.await().untilAsserted(() -> {
            assertThat(value("steadfast_backlog_tasks", "queue=\"noise-tasks\""))
                    .isEqualTo("44.0");
            assertThat(value("steadfast_backlog_tasks", "queue=\"noise-tasks-candidate\""))
                    .isEqualTo("7.0");
        });

        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON)));

        Awaitility.await().untilAsserted(() -> assertThat(value("steadfast_backlog_tasks"))
                .isEqualTo("44.0"));
    }

    @Test
    void shouldTellOperatorsWhereCameraEventsGoAndNothingThatIsSecret() throws Exception {
        assertThat(front.get("/v1/fleet").body()).contains("\"webhook\":null");

        try (RunningFront telling = RunningFront.with(
                "gateway.webhook.url=https://hooks.example.org/a-path-of-mine?key=a-key-of-mine",
                "gateway.webhook.secret=a-secret-of-mine-too")) {
            assertThat(telling.get("/v1/fleet").body())
                    .contains(
                            "\"webhook\":{\"to\":\"https://hooks.example.org\",\"events\":[\"departed\",\"returned\"],\"delivered\":0")
                    .doesNotContain("of-mine");
        }
    }

    @Test
    void shouldNotNameFramesOrCameras() throws Exception {
        front.get("/v1/predictions/a-frame-of-mine");
        front.get("/v1/cameras/a-camera-of-mine");

        assertThat(front.getManagement("/metrics").body()).doesNotContain("of-mine");
        assertThat(front.get("/metrics").statusCode()).isEqualTo(404);
    }

    private String value(String name, String... labels) throws Exception {
        List<Matcher> found = lines(name).stream()
                .filter(line -> List.of(labels).stream()
                        .allMatch(Optional.ofNullable(line.group(2)).orElse("")::contains))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0).group(3);
    }

    private List<Matcher> lines(String name) throws Exception {
        return front.getManagement("/metrics")
                .body()
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(line -> line.group(1).equals(name))
                .toList();
    }

    private static List<String> names() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : MetricNames.class.getFields()) {
            names.add((String) field.get(null));
        }
        return names;
    }
}

package dev.steadfast.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Board and alerts against the code, the runbook and each other, without a Prometheus. */
class BoardAndAlertsTest {

    private static final Path BOARD = Path.of("grafana/dashboards/steadfast.json");
    private static final Path RUNBOOK = Path.of("../docs/how-to/runbook.md");
    private static final String RUNBOOK_LINK = "docs/how-to/runbook.md#";

    private static final List<Class<?>> NAMES = List.of(
            dev.steadfast.streams.metrics.MetricNames.class,
            dev.steadfast.workers.metrics.MetricNames.class,
            dev.steadfast.gateway.metrics.MetricNames.class);

    /** Of Kafka's clients and the JVM; that they are there is seen when {@code check} asks a Prometheus. */
    private static final Set<String> OTHERS = Set.of(
            "kafka_stream_thread_commit_latency_avg",
            "kafka_consumer_fetch_manager_records_lag_max",
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "jvm_gc_pause_seconds_sum",
            "process_cpu_usage");

    private final Board board = Board.read(BOARD);
    private final Alerts alerts = Alerts.read(Path.of("rules.yml"));

    BoardAndAlertsTest() throws IOException {}

    @Test
    void shouldAskOnlyForMetricsThatThereAre() {
        Set<String> asked = new TreeSet<>();
        board.panels().forEach(panel -> panel.targets()
                .forEach(target -> asked.addAll(MetricsIn.expression(target.expression()))));
        alerts.alerts().forEach(alert -> asked.addAll(MetricsIn.expression(alert.expression())));

        assertThat(asked).hasSizeGreaterThan(30).allSatisfy(name -> assertThat(known())
                .contains(name));
    }

    @Test
    void shouldShowEachMetricOfThePipelineOnTheBoardOrInAnAlert() {
        String all = board.panels().toString() + alerts;
        Set<String> shown = MetricsIn.expression(all);

        assertThat(Stream.of("steadfast_streams_state", "steadfast_worker_passes_total", "steadfast_worker_backend"))
                .as("told apart in the reference, not worth a panel")
                .noneMatch(shown::contains);
        assertThat(declared())
                .filteredOn(name -> name.startsWith("steadfast_streams_") || name.startsWith("steadfast_worker_"))
                .filteredOn(name -> !name.matches(".*(_state|_passes_total|_backend)"))
                .allSatisfy(name -> assertThat(shown).anyMatch(found -> found.startsWith(name)));
    }

    @Test
    void shouldHaveABoardThatGrafanaCanTake() throws IOException {
        assertThat(board.panels()).extracting(Panel::id).doesNotHaveDuplicates();
        assertThat(board.panels())
                .filteredOn(Panel::isRow)
                .extracting(Panel::title)
                .containsExactly("Now", "Pipeline", "Workers", "GPU", "Statistics", "Gateway", "Kafka clients and JVM");
        assertThat(board.panels()).filteredOn(panel -> !panel.isRow()).allSatisfy(panel -> {
            assertThat(panel.type()).isIn("stat", "timeseries");
            assertThat(panel.title()).isNotBlank();
            assertThat(panel.targets()).isNotEmpty().allSatisfy(target -> assertThat(target.expression())
                    .isNotBlank());
            assertThat(panel.place().x + panel.place().width).isLessThanOrEqualTo(24);
        });
        assertThat(board.panels()).allSatisfy(panel -> assertThat(board.panels())
                .filteredOn(other -> other.place().intersects(panel.place()))
                .as("panels do not overlap")
                .containsExactly(panel));
        var json = new ObjectMapper().readTree(BOARD.toFile());
        assertThat(json.path("uid").asText()).isEqualTo("steadfast");
        assertThat(json.findValuesAsText("uid").stream().distinct())
                .as("every panel asks the data source that is chosen above")
                .containsExactlyInAnyOrder("steadfast", "${datasource}");
    }

    @Test
    void shouldTellWhoeverIsWokenWhatToDo() throws IOException {
        Set<String> anchors = Files.readString(RUNBOOK)
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());

        assertThat(alerts.alerts()).hasSizeGreaterThan(6).allSatisfy(alert -> {
            assertThat(alert.annotations()).containsKeys("summary", "description", "runbook_url");
            assertThat(alert.labels().get("severity")).isIn("warning", "critical");
            String link = String.valueOf(alert.annotations().get("runbook_url"));
            assertThat(link).startsWith(RUNBOOK_LINK);
            assertThat(anchors).contains(link.substring(RUNBOOK_LINK.length()));
        });
        assertThat(alerts.alerts()).as("an entry for each alert, and no other").hasSameSizeAs(anchors);
    }

    @Test
    void shouldHaveAUnitTestOfEachAlert() throws IOException {
        String tests = Files.readString(Path.of("rules-test.yml"));

        assertThat(alerts.alerts()).extracting(Alerts.Alert::name).allSatisfy(name -> assertThat(tests)
                .contains("alertname: " + name + "\n        exp_alerts:"));
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(OTHERS);
        for (String name : declared()) {
            known.add(name);
            Stream.of("_bucket", "_sum", "_count", "_max").forEach(suffix -> known.add(name + suffix));
        }
        return known;
    }

    private static Set<String> declared() {
        return NAMES.stream()
                .flatMap(names -> Arrays.stream(names.getFields()))
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

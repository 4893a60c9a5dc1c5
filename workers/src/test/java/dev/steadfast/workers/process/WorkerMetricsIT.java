package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.management.Meters;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.metrics.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a worker says of itself while it works: its health, and the metrics by the names of the reference. */
@ExtendWith(SharedBroker.class)
@Timeout(60)
class WorkerMetricsIT {

    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");

    private final Deployment deployment;

    WorkerMetricsIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void shouldMeasureWhatItDoesUnderTheNamesOfTheReference() throws Exception {
        // Given
        deployment.send(Tasks.tasks(3));
        deployment.send("no task".getBytes(StandardCharsets.UTF_8));
        try (Meters meters = new Meters()) {
            VoteWorker worker = VoteWorker.start(deployment.settings(16), new FakeVoter(), deployment.kafka(), meters);

            // When
            deployment.awaitVotes(3);
            await().untilAsserted(
                            () -> assertThat(tasks(meters.registry(), "buried")).isEqualTo(1));

            // Then
            await().untilAsserted(() -> assertThat(worker.health().ready()).isTrue());
            MeterRegistry registry = meters.registry();
            assertThat(tasks(registry, "voted")).isEqualTo(3);
            assertThat(tasks(registry, "condemned")).isZero();
            assertThat(registry.get(MetricNames.SAMPLES).functionCounter().count())
                    .isEqualTo(3.0 * Tasks.SAMPLES);
            assertThat(registry.get(MetricNames.DEAD_LETTERS).functionCounter().count())
                    .isEqualTo(1);
            assertThat(registry.get(MetricNames.TASKS_IN_HAND).gauge().value()).isZero();
            assertThat(registry.get(MetricNames.BUSY).functionCounter().count()).isPositive();
            assertThat(described()).containsExactlyInAnyOrderElementsOf(names());
            assertThat(measured(meters))
                    .containsExactlyInAnyOrderElementsOf(names().stream()
                            .filter(name -> !name.contains("_gpu_"))
                            .toList());
            assertThat(meters.scrape())
                    .contains("kafka_producer_record_send_total{client=\"votes\"")
                    .contains("kafka_consumer_", "client=\"noise-tasks\"");

            worker.close();
            assertThat(worker.health().live()).isFalse();
        }
    }

    @Test
    void shouldNotBeReadyWhileItsModelFailsAndReadyAgainAfterwards() {
        AtomicBoolean broken = new AtomicBoolean(true);
        VoteWorker worker = deployment.startWorker(new FakeVoter(request -> {
            if (broken.get()) {
                throw new UnsupportedOperationException("the network failed");
            }
        }));
        await().untilAsserted(() -> assertThat(worker.health().ready()).isTrue());

        deployment.send(Tasks.tasks(1));

        await().untilAsserted(() -> assertThat(worker.health().detail()).isEqualTo("TROUBLED"));
        assertThat(worker.health().live()).isTrue();
        broken.set(false);
        await().untilAsserted(() -> assertThat(worker.health().ready()).isTrue());
    }

    private static double tasks(MeterRegistry registry, String result) {
        return registry.get(MetricNames.TASKS)
                .tag("result", result)
                .functionCounter()
                .count();
    }

    /** Those of GPUs need one. */
    private static List<String> measured(Meters meters) {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE steadfast_"))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> !name.endsWith("_max") && !name.contains("_gpu_")) // a maximum goes with a histogram
                .toList();
    }

    private static List<String> described() throws Exception {
        return Pattern.compile("\\| `(steadfast_worker_\\w+)` \\|")
                .matcher(Files.readString(REFERENCE))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static List<String> names() {
        return Arrays.stream(MetricNames.class.getFields())
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}

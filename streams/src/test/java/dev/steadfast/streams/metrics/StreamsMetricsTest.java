package dev.steadfast.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.management.Health;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.DrivenTopology;
import dev.steadfast.streams.TestFrames;
import dev.steadfast.streams.TestVotes;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.reconciliation.ReconciliationWatch;
import dev.steadfast.streams.transactions.HeldUpPartition;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the topology measures of a frame's way, by its metrics' names and those in the reference. */
class StreamsMetricsTest {

    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");

    private final Meters meters = new Meters();
    private final StreamsInstruments instruments = new StreamsInstruments(meters);
    private final MeterRegistry registry = meters.registry();

    @TempDir
    private Path stateFolder;

    private DrivenTopology driven;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> frames;
    private TestInputTopic<String, byte[]> votes;
    private TestOutputTopic<String, NoiseTask> tasks;
    private TestOutputTopic<String, CertifiedPrediction> predictions;

    @SuppressWarnings("NullAway.Init")
    StreamsMetricsTest() {}

    @BeforeEach
    void start() {
        driven = new DrivenTopology(stateFolder, instruments);
        driver = driven.driver();
        frames = driven.input(Topics.FRAMES);
        votes = driven.input(Topics.VOTES);
        tasks = driven.output(Topics.NOISE_TASKS);
        predictions = driven.output(Topics.CERTIFIED_PREDICTIONS);
    }

    @AfterEach
    void stop() {
        driven.close();
        meters.close();
    }

    @Test
    void shouldMeasureTheWayOfAFrame() {
        publish("f-1");
        List<NoiseTask> sent = tasks.readValuesToList();
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(registry.get(MetricNames.OPEN_FRAMES).gauge().value()).isEqualTo(1);

        sent.forEach(task -> vote(TestVotes.unanimous(task).build()));
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(count(MetricNames.FRAMES, "result", "accepted")).isEqualTo(1);
        assertThat(count(MetricNames.TASKS)).isEqualTo(sent.size());
        assertThat(count(MetricNames.VOTES, "result", "counted")).isEqualTo(sent.size());
        assertThat(count(MetricNames.PREDICTIONS, "outcome", "certified", "reason", "none"))
                .isEqualTo(1);
        assertThat(registry.get(MetricNames.OPEN_FRAMES).gauge().value()).isZero();
        double radius = predictions.readValue().getRadius();
        assertThat(radius).isBetween(0.35, 0.5);
        assertThat(meters.scrape())
                .contains(
                        MetricNames.CERTIFIED_RADIUS + "_bucket{le=\"0.35\"} 0",
                        MetricNames.CERTIFIED_RADIUS + "_bucket{le=\"0.5\"} 1",
                        MetricNames.CERTIFIED_RADIUS + "_sum " + radius,
                        MetricNames.DECISION_SAMPLES + "_sum 120.0");
        assertThat(registry.get(MetricNames.PREDICTION_LATENCY)
                        .tag("outcome", "certified")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isCloseTo(2, within(0.1));
    }

    @Test
    void shouldTellVotesThatDoNotCountApart() {
        publish("f-1");
        List<NoiseTask> sent = tasks.readValuesToList();
        VoteBatch first = TestVotes.unanimous(sent.get(0)).build();
        vote(first);

        vote(first);
        vote(TestVotes.unanimous(sent.get(1)).setSamples(7).build());
        vote(TestVotes.unanimous(sent.get(1)).setBackend("another").build());
        vote(TestVotes.unanimous(sent.get(1)).setFrameId("settled").build());
        votes.pipeInput("f-1", "no votes".getBytes(StandardCharsets.UTF_8));

        assertThat(count(MetricNames.VOTES, "result", "counted")).isEqualTo(1);
        assertThat(count(MetricNames.VOTES, "result", "duplicate")).isEqualTo(1);
        assertThat(count(MetricNames.VOTES, "result", "malformed")).isEqualTo(1);
        assertThat(count(MetricNames.VOTES, "result", "other_backend")).isEqualTo(1);
        assertThat(count(MetricNames.VOTES, "result", "late")).isEqualTo(1);
        assertThat(count(MetricNames.DEAD_LETTERS)).isEqualTo(2);
        assertThat(count(MetricNames.TASKS)).isEqualTo(sent.size() + 1); // the one that is to be voted on again
    }

    @Test
    void shouldCountRejectionsAndAbstentionsByTheirReason() {
        frames.pipeInput("door", "no frame".getBytes(StandardCharsets.UTF_8));
        publish("f-1");
        driver.advanceWallClockTime(TestFrames.SETTINGS.deadline().plusSeconds(1));

        assertThat(count(MetricNames.FRAMES, "result", "rejected")).isEqualTo(1);
        assertThat(count(MetricNames.REJECTIONS, "reason", "not_avro")).isEqualTo(1);
        assertThat(count(MetricNames.PREDICTIONS, "outcome", "abstained", "reason", "deadline"))
                .isEqualTo(1);
        assertThat(meters.scrape()).contains(MetricNames.CERTIFIED_RADIUS + "_count 0");
    }

    @Test
    void shouldHaveEachMetricThatItNamesAndNoOtherAndDescribeIt() throws Exception {
        try (KafkaStreams streams = new KafkaStreams(driven.topology(), driven.configuration())) {
            instruments.watch(streams, () -> Health.ready("RUNNING"));
            StreamsInstruments.watchRoutes(() -> true, meters);
            instruments.watch(() -> Map.of("noise-tasks", new Admission.State(3, 2, 40, 8.5, true)));
            instruments.watchTransactions(() -> List.of(
                    new HeldUpPartition(new TopicPartition("votes", 2), 17, Duration.ofSeconds(95)),
                    new HeldUpPartition(new TopicPartition("votes", 0), 17, Duration.ofSeconds(80))));
            instruments.watchReconciliation(() -> new ReconciliationWatch.State(3, Duration.ofMinutes(4)));
            publish("f-1");

            List<String> names = names();
            assertThat(meters.scrape()
                            .lines()
                            .filter(line -> line.startsWith("# TYPE steadfast_"))
                            .map(line -> line.split(" ", -1)[2])
                            .filter(name -> !name.endsWith("_max"))) // which goes with the histogram
                    .containsExactlyInAnyOrderElementsOf(names);
            assertThat(Pattern.compile("\\| `(steadfast_streams_\\w+)` \\|")
                            .matcher(Files.readString(REFERENCE))
                            .results()
                            .map(result -> result.group(1)))
                    .containsExactlyInAnyOrderElementsOf(names);
            assertThat(meters.scrape())
                    .contains("steadfast_streams_state{state=\"created\"} 1.0", "steadfast_streams_ready 1.0")
                    .contains("steadfast_streams_waiting_frames 2.0", "steadfast_streams_overloaded 1.0")
                    .contains("steadfast_streams_held_up_partitions 2.0", "steadfast_streams_held_up_seconds 95.0")
                    .contains(
                            "steadfast_streams_unanswered_frames 3.0",
                            "steadfast_streams_reconciliation_behind_seconds 240.0");
        }
    }

    private void publish(String frameId) {
        driven.publish(TestFrames.frame(frameId).build());
    }

    private void vote(VoteBatch batch) {
        driven.vote(batch);
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
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

package dev.steadfast.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.management.Health;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.CertificationTopology;
import dev.steadfast.streams.TestFrames;
import dev.steadfast.streams.TestModels;
import dev.steadfast.streams.TestVotes;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the topology measures of a frame's way, by its metrics' names and those in the reference. */
class StreamsMetricsTest {

    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");

    private final SchemaRegistry schemas = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://measured"));
    private final Meters meters = new Meters();
    private final StreamsInstruments instruments = new StreamsInstruments(meters);
    private final MeterRegistry registry = meters.registry();
    private final Topology topology = CertificationTopology.build(
            TestFrames.deployment(TestModels.animals()), Duration.ofHours(1), schemas, new SecureRandom(), instruments);

    @TempDir
    private Path stateFolder;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> frames;
    private TestInputTopic<String, byte[]> votes;
    private TestOutputTopic<String, NoiseTask> tasks;
    private TestOutputTopic<String, CertifiedPrediction> predictions;

    @SuppressWarnings("NullAway.Init")
    StreamsMetricsTest() {}

    @BeforeEach
    void start() {
        driver = new TopologyTestDriver(topology, configuration(), TestFrames.NOON);
        frames = input(Topics.FRAMES.name());
        votes = input(Topics.VOTES.name());
        tasks = driver.createOutputTopic(
                Topics.NOISE_TASKS.name(),
                Serdes.String().deserializer(),
                schemas.serde(NoiseTask.class).deserializer());
        predictions = driver.createOutputTopic(
                Topics.CERTIFIED_PREDICTIONS.name(),
                Serdes.String().deserializer(),
                schemas.serde(CertifiedPrediction.class).deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
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
        try (KafkaStreams streams = new KafkaStreams(topology, configuration())) {
            instruments.watch(streams, () -> Health.ready("RUNNING"));

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
                    .contains("steadfast_streams_state{state=\"created\"} 1.0", "steadfast_streams_ready 1.0");
        }
    }

    private Properties configuration() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "measured");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        return properties;
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(
                topic, Serdes.String().serializer(), Serdes.ByteArray().serializer());
    }

    private void publish(String frameId) {
        Frame frame = TestFrames.frame(frameId).build();
        frames.pipeInput(frame.getCameraId(), schemas.serde(Frame.class).serialize("frames", frame));
    }

    private void vote(VoteBatch batch) {
        votes.pipeInput(batch.getFrameId(), schemas.serde(VoteBatch.class).serialize("votes", batch));
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

package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace context of a frame, on its way to the prediction; and nothing else of its headers. */
class TraceTest {

    private static final Optional<String> TRACE =
            Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://trace"));

    @TempDir
    private Path stateFolder;

    private TopologyTestDriver driver;

    @SuppressWarnings("NullAway.Init")
    TraceTest() {}

    @BeforeEach
    void start() {
        driver = new TopologyTestDriver(
                CertificationTopology.build(
                        TestFrames.deployment(TestModels.animals()),
                        Duration.ofHours(1),
                        registry,
                        new SecureRandom(),
                        new StreamsInstruments(new Meters())),
                CertificationStreams.configuration(
                        TestFrames.settings("trace", Duration.ofMillis(50)),
                        Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:0"),
                        stateFolder),
                TestFrames.NOON);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldGoWithTheFrameToItsTasksAndItsPrediction() {
        Headers headers = TraceParent.headers(TRACE).add("secret", "of the producer".getBytes(StandardCharsets.UTF_8));
        publish(TestFrames.frame("f-1").build(), headers);

        List<TestRecord<String, NoiseTask>> tasks = output(Topics.NOISE_TASKS).readRecordsToList();
        tasks.forEach(task -> input(Topics.VOTES)
                .pipeInput(
                        "f-1",
                        registry.serde(VoteBatch.class)
                                .serialize(
                                        "votes",
                                        TestVotes.unanimous(task.value()).build())));

        assertThat(tasks).isNotEmpty().allSatisfy(task -> hasTrace(task.headers()));
        hasTrace(output(Topics.ACCEPTED_FRAMES).readRecord().headers());
        hasTrace(output(Topics.CERTIFIED_PREDICTIONS).readRecord().headers());
    }

    @Test
    void shouldBeOnThePredictionOfAFrameWithoutVotes() {
        publish(TestFrames.frame("f-1").build(), TraceParent.headers(TRACE));

        driver.advanceWallClockTime(TestFrames.SETTINGS.deadline().plusSeconds(1));

        hasTrace(output(Topics.CERTIFIED_PREDICTIONS).readRecord().headers());
    }

    @Test
    void shouldBeOnARejection() {
        publish(TestFrames.frame("f-1").setContentType("text/html").build(), TraceParent.headers(TRACE));

        hasTrace(output(Topics.REJECTED_FRAMES).readRecord().headers());
    }

    @Test
    void shouldNotBeMadeUp() {
        publish(TestFrames.frame("f-1").build(), TraceParent.headers(Optional.empty()));

        assertThat(output(Topics.NOISE_TASKS).readRecord().headers()).isEmpty();
    }

    private static void hasTrace(Headers headers) {
        assertThat(headers).hasSize(1);
        assertThat(TraceParent.in(headers)).isEqualTo(TRACE);
    }

    private void publish(Frame frame, Headers headers) {
        input(Topics.FRAMES)
                .pipeInput(new TestRecord<>("door", registry.serde(Frame.class).serialize("frames", frame), headers));
    }

    private TestInputTopic<String, byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(
                topic.name(), Serdes.String().serializer(), Serdes.ByteArray().serializer());
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(),
                Serdes.String().deserializer(),
                registry.serde(topic.valueType()).deserializer());
    }
}

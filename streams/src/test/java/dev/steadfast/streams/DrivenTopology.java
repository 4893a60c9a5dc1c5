package dev.steadfast.streams;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology of {@link TestModels#animals()}, driven record by record, without brokers. It begins at {@link TestFrames#NOON}. */
public final class DrivenTopology implements AutoCloseable {

    static final Duration RETENTION = Duration.ofHours(1);

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://driven"));
    private final Topology topology;
    private final Properties configuration;
    private final TopologyTestDriver driver;

    /** @param stateFolder empty */
    public DrivenTopology(Path stateFolder, StreamsInstruments instruments) {
        this(stateFolder, TestFrames.deployment(TestModels.animals()), instruments);
    }

    /** @param stateFolder empty */
    DrivenTopology(Path stateFolder, Deployment deployment, StreamsInstruments instruments) {
        topology = CertificationTopology.build(
                deployment,
                RETENTION,
                registry,
                new Admission(1, deployment::workAhead),
                new SecureRandom(),
                instruments);
        configuration = CertificationStreams.configuration(
                TestFrames.settings("test", Duration.ofMillis(50)),
                Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"),
                stateFolder);
        driver = new TopologyTestDriver(topology, configuration, TestFrames.NOON);
    }

    public Topology topology() {
        return topology;
    }

    public Properties configuration() {
        return configuration;
    }

    public TopologyTestDriver driver() {
        return driver;
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Where the topology reads. */
    public TestInputTopic<String, byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(
                topic.name(), Serdes.String().serializer(), Serdes.ByteArray().serializer());
    }

    /** What the topology writes. */
    public <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(),
                Serdes.String().deserializer(),
                registry.serde(topic.valueType()).deserializer());
    }

    /** A value as it travels on a topic. */
    public <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V value) {
        return registry.serde(topic.valueType()).serialize(topic.name(), value);
    }

    /** A camera publishes a frame. */
    public void publish(Frame frame) {
        input(Topics.FRAMES).pipeInput(frame.getCameraId(), bytes(Topics.FRAMES, frame));
    }

    /** A worker votes. */
    public void vote(VoteBatch votes) {
        input(Topics.VOTES).pipeInput(votes.getFrameId(), bytes(Topics.VOTES, votes));
    }

    @Override
    public void close() {
        driver.close();
    }
}

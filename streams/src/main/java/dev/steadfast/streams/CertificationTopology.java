package dev.steadfast.streams;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.FrameIntake;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.statistics.StatisticsSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;

/** The way of a frame, from its topic to its one prediction; and the watch over the cameras. */
public final class CertificationTopology {

    private CertificationTopology() {}

    /**
     * Puts the topology together.
     *
     * <pre>{@code
     * frames ──► intake ──► accepted-frames ──► open ──► noise-tasks ═► workers ═► votes ──► tally ──► certified-predictions
     *              └──► rejected-frames ◄─────────┘          ▲                                 ├──► shadow-predictions
     *                                                        └─ undecided, or other backend ───┴──► dead-letters
     * certified-predictions, rejected-frames ──► statistics ──► camera-statistics, camera-events
     * }</pre>
     *
     * {@code open} and {@code tally} share their state by frame id, so the topics of accepted frames and of votes need the same number of
     * partitions.
     *
     * @param registry is asked on the topology's threads, which die where it throws: one that {@linkplain SchemaRegistry#with waits} is better
     * @param admission decides whose tasks are sent next; one for each instance
     * @param random source of the frames' noise keys
     * @param instruments what measures it
     */
    public static Topology build(
            Deployment deployment,
            Duration frameIdRetention,
            SchemaRegistry registry,
            Admission admission,
            SecureRandom random,
            StreamsInstruments instruments) {
        Topology topology = new Topology();
        certify(topology, deployment, frameIdRetention, registry, admission, random, instruments);
        watch(topology, deployment.statistics(), registry, instruments);
        return topology;
    }

    private static void certify(
            Topology topology,
            Deployment deployment,
            Duration frameIdRetention,
            SchemaRegistry registry,
            Admission admission,
            SecureRandom random,
            StreamsInstruments instruments) {
        Supplier<Routing> routing = deployment.routing();
        CertificationSettings certification = deployment.certification();
        FrameIntake frameIntake =
                new FrameIntake(registry.serde(Frame.class), routing, deployment.intake(), certification, admission);

        // Bytes, so that a record that cannot be read is answered with a reason and does not stop the stream.
        topology.addSource(Nodes.FRAMES_SOURCE, string(), bytes(), Topics.FRAMES.name());
        topology.addProcessor(
                Nodes.INTAKE,
                () -> new IntakeProcessor(frameIntake, certification.memoryOfImages(), random, instruments),
                Nodes.FRAMES_SOURCE);
        certification
                .memoryOfImages()
                .ifPresent(window -> topology.addStateStore(Stores.drawnNoiseBuilder(registry, window), Nodes.INTAKE));
        sink(topology, Nodes.ACCEPTED_FRAMES_SINK, Topics.ACCEPTED_FRAMES, registry, Nodes.INTAKE);
        sink(topology, Nodes.REJECTED_FRAMES_SINK, Topics.REJECTED_FRAMES, registry, Nodes.INTAKE);

        topology.addSource(Nodes.ACCEPTED_FRAMES_SOURCE, string(), bytes(), Topics.ACCEPTED_FRAMES.name());
        topology.addProcessor(
                Nodes.OPEN,
                () -> new OpenProcessor(
                        registry.serde(AcceptedFrame.class),
                        routing,
                        admission,
                        certification,
                        frameIdRetention,
                        random,
                        instruments),
                Nodes.ACCEPTED_FRAMES_SOURCE);
        tasksSink(topology, Nodes.NOISE_TASKS_SINK, routing, registry, Nodes.OPEN);
        sink(topology, Nodes.REUSED_FRAME_IDS_SINK, Topics.REJECTED_FRAMES, registry, Nodes.OPEN);

        topology.addSource(Nodes.VOTES_SOURCE, string(), bytes(), Topics.VOTES.name());
        topology.addProcessor(
                Nodes.TALLY,
                () -> new TallyProcessor(
                        registry.serde(VoteBatch.class), routing, admission, certification.budget(), instruments),
                Nodes.VOTES_SOURCE);
        tasksSink(topology, Nodes.FURTHER_TASKS_SINK, routing, registry, Nodes.TALLY);
        sink(
                topology,
                Nodes.CERTIFIED_PREDICTIONS_SINK,
                Topics.CERTIFIED_PREDICTIONS,
                registry,
                Nodes.OPEN,
                Nodes.TALLY);
        sink(topology, Nodes.SHADOW_PREDICTIONS_SINK, Topics.SHADOW_PREDICTIONS, registry, Nodes.OPEN, Nodes.TALLY);
        sink(topology, Nodes.DEAD_LETTERS_SINK, Topics.DEAD_LETTERS, registry, Nodes.OPEN, Nodes.TALLY);

        // Named here with both processors, and not by them: that is what puts them into one sub-topology, partition by
        // partition.
        for (StoreBuilder<?> store : Stores.certificationBuilders(registry, frameIdRetention)) {
            topology.addStateStore(store, Nodes.OPEN, Nodes.TALLY);
        }
    }

    private static void watch(
            Topology topology, StatisticsSettings settings, SchemaRegistry registry, StreamsInstruments instruments) {
        // Where nothing was read before, from now on: answers of the past do not belong into today's window.
        topology.addSource(
                AutoOffsetReset.latest(),
                Nodes.PREDICTIONS_SOURCE,
                string(),
                bytes(),
                Topics.CERTIFIED_PREDICTIONS.name());
        topology.addSource(
                AutoOffsetReset.latest(), Nodes.REJECTIONS_SOURCE, string(), bytes(), Topics.REJECTED_FRAMES.name());
        topology.addProcessor(
                Nodes.STATISTICS,
                () -> new StatisticsProcessor(registry, settings, instruments),
                Nodes.PREDICTIONS_SOURCE,
                Nodes.REJECTIONS_SOURCE);
        sink(topology, Nodes.CAMERA_STATISTICS_SINK, Topics.CAMERA_STATISTICS, registry, Nodes.STATISTICS);
        sink(topology, Nodes.CAMERA_EVENTS_SINK, Topics.CAMERA_EVENTS, registry, Nodes.STATISTICS);
        topology.addStateStore(Stores.camerasBuilder(registry), Nodes.STATISTICS);
    }

    private static void tasksSink(
            Topology topology, String name, Supplier<Routing> routing, SchemaRegistry registry, String parent) {
        Serializer<NoiseTask> serializer = registry.serde(NoiseTask.class).serializer();
        topology.addSink(name, new QueueOfTask(routing), Serdes.String().serializer(), serializer, parent);
    }

    private static <V extends SpecificRecord> void sink(
            Topology topology, String name, Topic<V> topic, SchemaRegistry registry, String... parents) {
        Serializer<V> serializer = registry.serde(topic.valueType()).serializer();
        topology.addSink(name, topic.name(), Serdes.String().serializer(), serializer, parents);
    }

    private static Deserializer<String> string() {
        return Serdes.String().deserializer();
    }

    private static Deserializer<byte[]> bytes() {
        return Serdes.ByteArray().deserializer();
    }
}

package dev.steadfast.gateway;

import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.fleet.FleetReader;
import dev.steadfast.gateway.kafka.ConsumerConfiguration;
import dev.steadfast.gateway.kafka.FeedSink;
import dev.steadfast.gateway.kafka.FeedStatus;
import dev.steadfast.gateway.kafka.KafkaFeed;
import dev.steadfast.gateway.kafka.LookBack;
import dev.steadfast.gateway.kafka.RecordReader;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.gateway.predictions.AnswerReader;
import dev.steadfast.gateway.predictions.Origin;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.Consumer;

/** What the gateway reads from Kafka: answers, news of the fleet, and votes of replays. Safe for use by several threads. */
final class Feeds implements AutoCloseable {

    private static final String ANSWERS = "answers";
    private static final String FLEET = "fleet";
    private static final String REPLAYS = "replays";

    private final Map<String, String> kafka;
    private final SchemaRegistry registry;
    private final GatewaySettings settings;
    private final Instruments instruments;
    private final Map<String, KafkaFeed<?>> running = new ConcurrentHashMap<>();

    Feeds(Map<String, String> kafka, SchemaRegistry registry, GatewaySettings settings, Instruments instruments) {
        this.kafka = kafka;
        this.registry = registry;
        this.settings = settings;
        this.instruments = instruments;
    }

    /** Starts them; returns at once, whether the brokers answer or not. */
    void start(Core core, Executor eventLoop) {
        Map<String, LookBack> answers = new HashMap<>();
        Origin.TOPICS.forEach(topic -> answers.put(topic, new LookBack.Records(settings.rememberedPredictions())));
        start(ANSWERS, answers, new AnswerReader(registry), eventLoop, core.answers());
        start(
                FLEET,
                FleetReader.topics(settings.rememberedStatistics()),
                new FleetReader(registry),
                eventLoop,
                core.fleet());
        start(
                REPLAYS,
                Map.of(Topics.REPLAYED_VOTES.name(), new LookBack.Nothing()),
                repeatedVotes(registry.serde(VoteBatch.class)),
                eventLoop,
                core.replays());
    }

    private static RecordReader<VoteBatch> repeatedVotes(AvroSerde<VoteBatch> serde) {
        return record -> Optional.ofNullable(record.value()).map(value -> serde.deserialize(record.topic(), value));
    }

    private <T> void start(
            String name, Map<String, LookBack> topics, RecordReader<T> reader, Executor eventLoop, FeedSink<T> sink) {
        Consumer<byte[], byte[]> consumer = ConsumerConfiguration.consumer(kafka);
        instruments.bind(consumer, name);
        running.put(name, KafkaFeed.start(name, topics, consumer, reader, eventLoop, sink));
    }

    /** How each is, by its name. */
    Map<String, FeedStatus> status() {
        Map<String, FeedStatus> status = new HashMap<>();
        for (String name : new String[] {ANSWERS, FLEET, REPLAYS}) {
            KafkaFeed<?> feed = running.get(name);
            status.put(name, feed == null ? FeedStatus.STARTING : feed.status());
        }
        return status;
    }

    @Override
    public void close() {
        running.values().forEach(KafkaFeed::close);
    }
}

package dev.steadfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker with the catalogue's topics, the topology's side of the queue, and the workers that a test starts. */
final class Deployment implements AutoCloseable {

    static final String GROUP = "steadfast-workers";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedBroker broker;
    private final Map<String, String> kafka;
    private final SchemaRegistry registry;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<VoteWorker> workers = new ArrayList<>();

    private Deployment(EmbeddedBroker broker, String registryUrl, int partitions) {
        this.broker = broker;
        this.kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistry.URL, registryUrl);
        this.registry = SchemaRegistry.connect(kafka);
        this.admin = Admin.create(new HashMap<String, Object>(kafka));
        this.producer = producer(Map.of());
        try {
            new TopicProvisioner(admin, registry).apply(new TopicSettings(partitions, -1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With one partition for each topic, and a registry inside this JVM. */
    static Deployment start(Path folder) {
        return start(folder, "mock://" + UUID.randomUUID());
    }

    static Deployment start(Path folder, String registryUrl) {
        return new Deployment(EmbeddedBroker.start(folder.resolve("broker"), 0), registryUrl, 1);
    }

    /** Few deliveries and short locks, so that tests need not wait. */
    static WorkerSettings settings(int pollTasks) {
        return new WorkerSettings(GROUP, "", "cpu", pollTasks, 3, Duration.ofSeconds(2), 20, true);
    }

    Map<String, String> kafka() {
        return kafka;
    }

    Admin admin() {
        return admin;
    }

    VoteWorker startWorker(Voter voter) {
        return startWorker(settings(16), voter);
    }

    VoteWorker startWorker(WorkerSettings settings, Voter voter) {
        VoteWorker worker = VoteWorker.start(settings, voter, kafka);
        workers.add(worker);
        return worker;
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.putAll(more);
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(List<NoiseTask> tasks) {
        send(producer, tasks);
    }

    void send(Producer<byte[], byte[]> topology, List<NoiseTask> tasks) {
        sendAll(topology, tasks.stream().map(this::bytes).toList());
    }

    void send(byte @Nullable [] value) {
        sendAll(producer, Collections.singletonList(value));
    }

    private byte[] bytes(NoiseTask task) {
        return registry.serde(NoiseTask.class).serialize(Topics.NOISE_TASKS.name(), task);
    }

    private static void sendAll(Producer<byte[], byte[]> producer, List<byte @Nullable []> values) {
        byte[] key = Tasks.FRAME.getBytes(StandardCharsets.UTF_8);
        List<Future<RecordMetadata>> sent = values.stream()
                .map(value -> producer.send(new ProducerRecord<>(Topics.NOISE_TASKS.name(), key, value)))
                .toList();
        producer.flush();
        assertThat(sent).allSatisfy(record -> assertThat(record.get()).isNotNull());
    }

    /** The votes on the topic, once there are so many. */
    List<VoteBatch> awaitVotes(int count) {
        return awaitRecords(Topics.VOTES, count);
    }

    List<DeadLetter> awaitDeadLetters(int count) {
        return awaitRecords(Topics.DEAD_LETTERS, count);
    }

    /** Waits until nothing of the queue is in flight or to be delivered. */
    void awaitEmptyQueue() {
        await().atMost(PATIENCE).until(() -> lag() == 0);
    }

    /** The votes and whatever came after them by the time the queue was empty. */
    List<VoteBatch> allVotes() {
        awaitEmptyQueue();
        return read(Topics.VOTES);
    }

    List<DeadLetter> allDeadLetters() {
        awaitEmptyQueue();
        return read(Topics.DEAD_LETTERS);
    }

    private long lag() throws Exception {
        return admin
                .listShareGroupOffsets(Map.of(GROUP, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(GROUP)
                .get()
                .values()
                .stream()
                .mapToLong(offset -> offset.lag().orElse(1L))
                .sum();
    }

    private <V extends SpecificRecord> List<V> awaitRecords(Topic<V> topic, int count) {
        return await().atMost(PATIENCE).until(() -> read(topic), records -> records.size() >= count);
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        List<V> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(registry.serde(topic.valueType()).deserialize(topic.name(), record.value()));
                }
            }
        }
        return values;
    }

    /** The indices of {@link Tasks#tasks}. */
    static List<Integer> indices(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Override
    public void close() {
        workers.forEach(VoteWorker::close);
        producer.close();
        admin.close();
        broker.close();
    }
}

package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.InputReference;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import dev.steadfast.workers.AcceptedFrames;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.WorkerSettings;
import dev.steadfast.workers.voting.Voter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
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

/**
 * A share group of its own on a broker with the catalogue's topics, one partition each: the topology's side of the queue, and the workers
 * that a test starts. It begins where the topics end, and does not see what was there before.
 */
final class Deployment implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String group = "workers-" + UUID.randomUUID();
    private final Map<String, String> kafka;
    private final SchemaRegistry registry;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<TopicPartition, Long> beginning;
    private final List<VoteWorker> workers = new ArrayList<>();

    private Deployment(String bootstrapServers, String registryUrl) throws Exception {
        kafka = Map.of("bootstrap.servers", bootstrapServers, SchemaRegistry.URL, registryUrl);
        registry = SchemaRegistry.connect(kafka);
        admin = Admin.create(new HashMap<String, Object>(kafka));
        producer = producer(Map.of());
        new TopicProvisioner(admin, registry).apply(new TopicSettings(1, -1));
        beginning = ends();
        TopicPartition queue = partition(Topics.NOISE_TASKS);
        admin.alterShareGroupOffsets(group, Map.of(queue, beginning.getOrDefault(queue, 0L)))
                .all()
                .get();
    }

    static Deployment on(String bootstrapServers, String registryUrl) {
        try {
            return new Deployment(bootstrapServers, registryUrl);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another, on the same broker. */
    Deployment withRegistry(String registryUrl) {
        return on(String.valueOf(kafka.get("bootstrap.servers")), registryUrl);
    }

    /** Few deliveries and short locks, so that tests need not wait. */
    WorkerSettings settings(int pollTasks) {
        return new WorkerSettings(
                group,
                "noise-tasks",
                "",
                "cpu",
                "auto",
                pollTasks,
                1_000_000,
                3,
                Duration.ofSeconds(2),
                20,
                true,
                "127.0.0.1",
                0);
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
        VoteWorker worker = VoteWorker.start(settings, voter, kafka, new Meters());
        workers.add(worker);
        return worker;
    }

    VoteWorker startWorker(WorkerSettings settings, ModelBundle bundle) {
        VoteWorker worker = VoteWorker.start(settings, bundle, kafka, new Meters());
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

    /** Accepts a frame, as the topology does in a transaction, and gives the place of its certified input. */
    InputReference accept(byte[] image) throws Exception {
        byte[] value =
                registry.serde(AcceptedFrame.class).serialize(Topics.ACCEPTED_FRAMES.name(), AcceptedFrames.of(image));
        RecordMetadata place = producer.send(new ProducerRecord<>(
                        Topics.ACCEPTED_FRAMES.name(), Tasks.FRAME.getBytes(StandardCharsets.UTF_8), value))
                .get();
        return new InputReference(place.partition(), place.offset(), Sha256.of(ByteBuffer.wrap(image)));
    }

    /** Has the certified inputs before the end of the topic deleted. */
    void deleteInputs() throws Exception {
        admin.deleteRecords(Map.of(partition(Topics.ACCEPTED_FRAMES), RecordsToDelete.beforeOffset(-1)))
                .all()
                .get();
    }

    /** The votes on the topic, once there are so many. */
    List<VoteBatch> awaitVotes(int count) {
        return awaitRecords(Topics.VOTES, count);
    }

    /** The votes that nobody counts. */
    List<VoteBatch> awaitReplayedVotes(int count) {
        return awaitRecords(Topics.REPLAYED_VOTES, count);
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
        return awaitRecords(Topics.VOTES, 0);
    }

    List<DeadLetter> allDeadLetters() {
        awaitEmptyQueue();
        return awaitRecords(Topics.DEAD_LETTERS, 0);
    }

    private long lag() throws Exception {
        return admin
                .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .values()
                .stream()
                .mapToLong(offset -> offset.lag().orElse(1L))
                .sum();
    }

    private <V extends SpecificRecord> List<V> awaitRecords(Topic<V> topic, int count) {
        return await().atMost(PATIENCE).until(() -> read(topic), records -> records.size() >= count);
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic) throws Exception {
        TopicPartition partition = partition(topic);
        long end = ends().getOrDefault(partition, 0L);
        List<V> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                new HashMap<String, Object>(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, beginning.getOrDefault(partition, 0L));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(registry.serde(topic.valueType()).deserialize(topic.name(), record.value()));
                }
            }
        }
        return values;
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(Stream.of(Topics.NOISE_TASKS, Topics.VOTES, Topics.REPLAYED_VOTES, Topics.DEAD_LETTERS)
                        .collect(Collectors.toMap(Deployment::partition, topic -> OffsetSpec.latest())))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static TopicPartition partition(Topic<?> topic) {
        return new TopicPartition(topic.name(), 0);
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
    }
}

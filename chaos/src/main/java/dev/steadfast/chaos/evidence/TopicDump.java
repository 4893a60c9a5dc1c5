package dev.steadfast.chaos.evidence;

import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics as they are now: what is committed, from the first record to the last. */
public final class TopicDump {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, Object> kafka;
    private final SchemaRegistry registry;

    /** @param kafka the clients' settings, those of the registry among them */
    public TopicDump(Map<String, String> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put("isolation.level", "read_committed");
        this.kafka.put("enable.auto.commit", "false");
        this.registry = SchemaRegistry.connect(kafka);
    }

    /** Gets each record. */
    public interface Reader<V> {

        /**
         * One record.
         *
         * @param raw its bytes
         * @param copy whether the harness wrote it, a copy of another one
         */
        void read(Place place, byte[] raw, boolean copy, V value);
    }

    /**
     * Reads a topic.
     *
     * @throws IllegalStateException if committed records do not come for two minutes: a transaction may be open before them
     */
    public <V extends SpecificRecord> void read(Topic<V> topic, Reader<V> reader) {
        AvroSerde<V> serde = registry.serde(topic.valueType());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions); // of what is committed
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(left -> consumer.position(left.getKey()) < left.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reader.read(
                            new Place(record.topic(), record.partition(), record.offset()),
                            record.value(),
                            record.headers().lastHeader(Evidence.COPY_HEADER) != null,
                            serde.deserialize(record.topic(), record.value()));
                    end = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("nothing more of %s comes, and it should".formatted(topic.name()));
                }
            }
        }
    }

    /** {@return the ids of the frames that are there, answered or not} */
    public Set<String> frameIds() {
        Set<String> ids = new HashSet<>();
        read(Topics.FRAMES, (place, raw, copy, frame) -> ids.add(frame.getFrameId()));
        return ids;
    }

    /** {@return where each partition of a topic ends} */
    public Map<TopicPartition, Long> ends(Topic<?> topic) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            return ends(admin, List.of(topic.name()), IsolationLevel.READ_UNCOMMITTED);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Collection<String> topics, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(topics).allTopicNames().get().forEach((name, topic) -> topic.partitions()
                .forEach(
                        partition -> latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Partitions, of all topics, in which a transaction is open: where committed records end before all do. */
    public List<String> heldUp() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            Set<String> topics = admin.listTopics().names().get();
            Map<TopicPartition, Long> committed = ends(admin, topics, IsolationLevel.READ_COMMITTED);
            List<String> open = new ArrayList<>();
            ends(admin, topics, IsolationLevel.READ_UNCOMMITTED).forEach((partition, end) -> {
                long until = committed.getOrDefault(partition, end);
                if (until < end) {
                    open.add("%s: committed until %d, written until %d".formatted(partition, until, end));
                }
            });
            return open;
        }
    }
}

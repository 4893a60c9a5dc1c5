package dev.steadfast.standalone;

import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with all topics, and the other side of what the commands' clients say and hear. */
public final class ClientBroker implements AutoCloseable {

    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EmbeddedBroker broker;
    private final Map<String, String> kafka;
    private final SchemaRegistry registry;
    private final KafkaProducer<String, byte[]> producer;

    private ClientBroker(EmbeddedBroker broker, Map<String, String> kafka) {
        this.broker = broker;
        this.kafka = kafka;
        this.registry = SchemaRegistry.connect(kafka);
        this.producer = new KafkaProducer<>(new TreeMap<>(kafka), new StringSerializer(), new ByteArraySerializer());
    }

    /** With a registry inside this JVM. */
    public static ClientBroker start(Path folder) throws InterruptedException {
        return start(folder, "mock://" + folder);
    }

    public static ClientBroker start(Path folder, String registryUrl) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        Map<String, String> kafka =
                Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistry.URL, registryUrl);
        ClientBroker started = new ClientBroker(broker, kafka);
        try (Admin admin = Admin.create(new TreeMap<>(kafka))) {
            new TopicProvisioner(admin, started.registry).apply(new TopicSettings(PARTITIONS, -1));
        }
        return started;
    }

    /** The clients' settings. */
    public Map<String, String> kafka() {
        return kafka;
    }

    /** The same as options of a command. */
    public List<String> options() {
        return kafka.entrySet().stream()
                .flatMap(setting -> List.of("--set", "kafka." + setting.getKey() + "=" + setting.getValue()).stream())
                .toList();
    }

    public <V extends SpecificRecord> void publish(Topic<V> topic, String key, V value) throws Exception {
        publish(topic, key, registry.serde(topic.valueType()).serialize(topic.name(), value));
    }

    public void publish(Topic<?> topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    }

    public <V extends SpecificRecord> List<V> read(Topic<V> topic, int records) {
        return read(topic, records, value -> true);
    }

    /** Reads a topic from its beginning until so many records that are wanted have come, but for some seconds at most. */
    public <V extends SpecificRecord> List<V> read(Topic<V> topic, int records, Predicate<V> wanted) {
        List<V> values = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(new TreeMap<>(kafka), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            AvroSerde<V> serde = registry.serde(topic.valueType());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < records && System.nanoTime() < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    V value = serde.deserialize(topic.name(), record.value());
                    if (wanted.test(value)) {
                        values.add(value);
                    }
                }
            }
        }
        return values;
    }

    /** The values of a partition as they are, up to its end. */
    public List<byte[]> values(Topic<?> topic, int partition) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(new TreeMap<>(kafka), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            while (consumer.position(place) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}

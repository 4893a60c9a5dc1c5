package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.statistics.StatisticsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real broker shows of the statistics: where they begin, and that an instance goes on where another stopped. */
class CameraStatisticsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://statistics-it"));
    private Map<String, String> kafka = Map.of();

    @TempDir
    private Path folder;

    @Test
    void shouldCountFromItsStartOnAndGoOnAfterARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            // Given an answer from before the first start
            kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistry.URL, "mock://statistics-it");
            try (Admin admin = Admin.create(Map.copyOf(kafka))) {
                new TopicProvisioner(admin, registry).apply(new TopicSettings(1, -1));
                assertThat(cleanup(admin, Topics.SERVED_MODELS)).isEqualTo("compact");
                assertThat(cleanup(admin, Topics.CAMERA_STATISTICS)).isEqualTo("delete");
            }
            publish(TestPredictions.predicted("door").build());

            // When
            try (CertificationStreams first = start()) {
                publishUntilCounted();
                publish(TestPredictions.predicted("yard").build()); // counted after the others
                await().atMost(PATIENCE).until(() -> total("yard", CameraStatistics::getPredicted) == 1);
                assertThat(first.stopped()).isNotDone();
            }
            int counted = total("door", CameraStatistics::getAbstained);
            publish(TestPredictions.certified("door", 0.2).build());
            try (CertificationStreams second = start()) {
                await().atMost(PATIENCE).until(() -> total("door", CameraStatistics::getCertified) == 1);
                assertThat(second.stopped()).isNotDone();
            }

            // Then
            assertThat(total("door", CameraStatistics::getAbstained))
                    .isEqualTo(counted)
                    .isPositive();
            assertThat(total("door", CameraStatistics::getPredicted))
                    .as("from before the first start")
                    .isZero();
            assertThat(records(Topics.SERVED_MODELS))
                    .hasSize(2)
                    .extracting(ModelAnnouncement::getDigest)
                    .containsOnly(TestModels.animals().digest());
        }
    }

    /** Where the first start begins to read is known only from what it has read. */
    private void publishUntilCounted() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            publish(TestPredictions.abstained("door", AbstentionReason.NOT_CONFIDENT)
                    .build());
            return !records(Topics.CAMERA_STATISTICS).isEmpty();
        });
    }

    private CertificationStreams start() {
        StatisticsSettings statistics =
                new StatisticsSettings(Duration.ofHours(1), Duration.ofMillis(200), 10, 4, 5, 1e-4);
        return CertificationStreams.start(
                new Deployment(
                        () -> Routing.to(TestModels.animals()), TestFrames.INTAKE, TestFrames.SETTINGS, statistics),
                TestFrames.settings("it", Duration.ofMillis(20)),
                kafka,
                new Meters());
    }

    /** Over all windows, of each the newest record: one ends with the hour. */
    private int total(String camera, ToIntFunction<CameraStatistics> count) {
        Map<Instant, Integer> byWindow = new HashMap<>();
        records(Topics.CAMERA_STATISTICS).stream()
                .filter(record -> record.getCameraId().equals(camera))
                .forEach(record -> byWindow.put(record.getWindowStart(), count.applyAsInt(record)));
        return byWindow.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String cleanup(Admin admin, Topic<?> topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Config config = Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
        return config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    }

    private void publish(CertifiedPrediction prediction) throws Exception {
        String topic = Topics.CERTIFIED_PREDICTIONS.name();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new HashMap<>(kafka), new StringSerializer(), new ByteArraySerializer())) {
            byte[] value = registry.serde(CertifiedPrediction.class).serialize(topic, prediction);
            producer.send(new ProducerRecord<>(topic, prediction.getCameraId(), value))
                    .get();
        }
    }

    /** All committed records that there are. */
    private <V extends SpecificRecord> List<V> records(Topic<V> topic) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                configuration,
                new StringDeserializer(),
                registry.serde(topic.valueType()).deserializer())) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<V> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, V> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }
}

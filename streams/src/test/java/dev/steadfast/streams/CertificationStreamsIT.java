package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real broker shows: limits on the size of records, and the group that an instance joins and leaves. */
class CertificationStreamsIT {

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://streams-it"));

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnAfterAFrameWhoseTextsFillMegabytesAndHandOverAtOnceWhenStopped() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            // Given
            Map<String, String> kafka =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistry.URL, "mock://streams-it");
            try (Admin admin = Admin.create(Map.copyOf(kafka))) {
                new TopicProvisioner(admin, registry).apply(new TopicSettings(1, -1));
            }
            String huge = "x".repeat(3_000_000);

            // When
            publish(kafka, TestFrames.frame("huge").setContentType(huge).build());
            publish(kafka, TestFrames.frame("f-1").build());
            CertificationStreams first = start(kafka);
            assertThat(CommittedRecords.of(kafka, registry, Topics.NOISE_TASKS, 5))
                    .extracting(NoiseTask::getFrameId)
                    .containsOnly("f-1");
            first.close();
            publish(kafka, TestFrames.frame("f-2").build());

            // Then
            try (CertificationStreams second = start(kafka)) {
                List<NoiseTask> tasks = CommittedRecords.of(kafka, registry, Topics.NOISE_TASKS, 10);
                assertThat(tasks.subList(5, 10))
                        .extracting(NoiseTask::getFrameId)
                        .containsOnly("f-2");
                RejectedFrame rejected = CommittedRecords.of(kafka, registry, Topics.REJECTED_FRAMES, 1)
                        .get(0);
                assertThat(rejected.getFrameId()).isEqualTo("huge");
                assertThat(second.stopped()).isNotDone();
            }
        }
    }

    private static CertificationStreams start(Map<String, String> kafka) {
        return CertificationStreams.start(
                TestFrames.deployment(TestModels.animals()),
                TestFrames.settings("it", Duration.ofMillis(20)),
                kafka,
                new Meters());
    }

    private void publish(Map<String, String> kafka, Frame frame) throws Exception {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("max.request.size", Topics.LARGE);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer())) {
            byte[] value = registry.serde(Frame.class).serialize("frames", frame);
            producer.send(new ProducerRecord<>("frames", "door", value)).get();
        }
    }
}

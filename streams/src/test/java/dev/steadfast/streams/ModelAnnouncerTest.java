package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.schemas.SchemaRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelAnnouncerTest {

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://announcer"));
    private final ModelAnnouncement announcement =
            ModelAnnouncer.announcement(TestFrames.deployment(TestModels.animals()), TestFrames.NOON);
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void shouldTellTheBundleAndTheDefaults() {
        assertThat(announcement.getName()).isEqualTo("animals");
        assertThat(announcement.getDigest()).isEqualTo(TestModels.animals().digest());
        assertThat(announcement.getClasses()).containsExactly("ant", "bee", "cat");
        assertThat(announcement.getInputHeight()).isEqualTo(4);
        assertThat(announcement.getSigmaMin()).isEqualTo(0.1);
        assertThat(announcement.getSigmaMax()).isEqualTo(1);
        assertThat(announcement.getPlan()).isEqualTo(PlanKind.FIXED);
        assertThat(announcement.getSelectionSamples()).isEqualTo(20);
        assertThat(announcement.getEstimationSamples()).isEqualTo(100);
        assertThat(announcement.getTaskSamples()).isEqualTo(25);
        assertThat(announcement.getAnnouncedAt()).isEqualTo(TestFrames.NOON);
    }

    @Test
    void shouldTryAgainUntilTheBrokersHaveIt() {
        try (ModelAnnouncer announcer = announcer(2, Duration.ofMillis(1))) {
            await().until(() -> !producer.history().isEmpty());

            assertThat(attempts).hasValue(3);
            ProducerRecord<String, byte[]> record = producer.history().get(0);
            assertThat(record.topic()).isEqualTo("served-models");
            assertThat(record.key()).isEqualTo("steadfast");
            assertThat(registry.serde(ModelAnnouncement.class).deserialize("served-models", record.value()))
                    .isEqualTo(announcement);
            assertThat(announcer).isNotNull();
        }
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldGiveUpWhenItIsClosed() {
        ModelAnnouncer announcer = announcer(Integer.MAX_VALUE, Duration.ofHours(1));
        await().until(() -> attempts.get() == 1);

        announcer.close();

        assertThat(attempts).hasValue(1);
        assertThat(producer.history()).isEmpty();
    }

    private ModelAnnouncer announcer(int failures, Duration pause) {
        return ModelAnnouncer.start(
                "steadfast",
                announcement,
                registry,
                () -> {
                    if (attempts.incrementAndGet() <= failures) {
                        throw new KafkaException("the brokers are away");
                    }
                    return producer;
                },
                pause);
    }
}

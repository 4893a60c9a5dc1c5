package dev.steadfast.workers.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.schemas.Topics;
import dev.steadfast.workers.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputLogIT {

    /** 3 x 224 x 224. */
    private static final int BYTES = 150_528;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WorkerSettings settings = new WorkerSettings(
            "group", "noise-tasks", "id", "cpu", "auto", 4, 1_000, 5, Duration.ofSeconds(30), 20, true, "127.0.0.1", 0);

    @Test
    void shouldFetchOneRecordAndNothingElse(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            List<byte[]> written = write(kafka);
            try (KafkaConsumer<byte[], byte[]> consumer =
                            new KafkaConsumer<>(ClientConfiguration.inputs(settings, kafka));
                    InputLog log = new InputLog(consumer)) {
                assertThat(log.read(0, 2, PATIENCE)).isEqualTo(written.get(2));
                assertThat(log.read(0, 3, PATIENCE)).isEqualTo(written.get(3));
                assertThat(log.read(0, 0, PATIENCE)).isEqualTo(written.get(0));

                assertThat(received(consumer)).isLessThan(3 * BYTES * 1.2);
                assertThatThrownBy(() -> log.read(0, 1000, PATIENCE)).isInstanceOf(LostInputException.class);
                assertThatThrownBy(() -> log.read(0, 10, Duration.ofMillis(700)))
                        .isInstanceOf(TimeoutException.class)
                        .hasMessageStartingWith("the brokers did not send accepted-frames, partition 0, offset 10");
                assertThatThrownBy(() -> log.read(-1, 0, PATIENCE)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** Ten records that do not compress. */
    private static List<byte[]> write(Map<String, String> kafka) throws Exception {
        try (Admin admin = Admin.create(Map.copyOf(kafka))) {
            admin.createTopics(List.of(new NewTopic(Topics.ACCEPTED_FRAMES.name(), 1, (short) 1)))
                    .all()
                    .get();
        }
        Random random = new Random(1);
        List<byte[]> written = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Map.copyOf(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 10; i++) {
                byte[] value = new byte[BYTES];
                random.nextBytes(value);
                producer.send(new ProducerRecord<>(Topics.ACCEPTED_FRAMES.name(), value))
                        .get();
                written.add(value);
            }
        }
        return written;
    }

    /** All bytes that came from the brokers. */
    private static double received(KafkaConsumer<?, ?> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("incoming-byte-total")
                        && metric.getKey().group().equals("consumer-metrics"))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }
}

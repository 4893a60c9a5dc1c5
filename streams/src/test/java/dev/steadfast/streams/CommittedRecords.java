package dev.steadfast.streams;

import static org.awaitility.Awaitility.await;

import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What readers see of a topic with one partition. */
final class CommittedRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private CommittedRecords() {}

    /** Waits for so many committed records of a topic, and returns all there are. */
    static <V extends SpecificRecord> List<V> of(
            Map<String, String> kafka, SchemaRegistry registry, Topic<V> topic, int count) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                configuration,
                new StringDeserializer(),
                registry.serde(topic.valueType()).deserializer())) {
            List<TopicPartition> all = List.of(new TopicPartition(topic.name(), 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<V> values = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }
}

package dev.steadfast.chaos.load;

import dev.steadfast.chaos.evidence.Evidence;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the last records of the topics that may be written twice once more: late, and in another order. */
public final class RecordCopies {

    private static final List<String> TOPICS =
            List.of(Topics.FRAMES.name(), Topics.NOISE_TASKS.name(), Topics.VOTES.name());
    private static final int RECORDS = 10;
    private static final Duration POLL = Duration.ofSeconds(2);

    private RecordCopies() {}

    /**
     * Copies up to ten records of each partition.
     *
     * @param random decides the order
     * @return how many it has written
     */
    public static int write(Map<String, String> kafka, Random random) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        configuration.put("default.api.timeout.ms", "10000");
        configuration.put("delivery.timeout.ms", "10000");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("max.request.size", Topics.LARGE);
        List<ConsumerRecord<byte[], byte[]>> records = last(configuration);
        Collections.shuffle(records, random);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                ProducerRecord<byte[], byte[]> copy =
                        new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
                copy.headers().add(Evidence.COPY_HEADER, new byte[0]);
                var unused = producer.send(copy);
            }
        }
        return records.size();
    }

    private static List<ConsumerRecord<byte[], byte[]>> last(Map<String, Object> configuration) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - RECORDS)));
            for (var polled = consumer.poll(POLL); !polled.isEmpty(); polled = consumer.poll(Duration.ofMillis(100))) {
                polled.forEach(records::add);
            }
        }
        return records;
    }
}

package dev.steadfast.gateway.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers: of no group where each gateway is to see everything, of one where each record is for one of them. */
public final class ConsumerConfiguration {

    private ConsumerConfiguration() {}

    /**
     * Makes a consumer of no group. Nothing is sent yet.
     *
     * @throws org.apache.kafka.common.KafkaException if the client's configuration is wrong
     */
    public static Consumer<byte[], byte[]> consumer(Map<String, String> kafka) {
        return new KafkaConsumer<>(configuration(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Makes a consumer of a group, which begins with what arrives after the group's first start, and commits nothing by itself. Nothing is
     * sent yet.
     *
     * @throws org.apache.kafka.common.KafkaException if the client's configuration is wrong
     */
    public static Consumer<byte[], byte[]> inGroup(Map<String, String> kafka, String group) {
        Map<String, Object> values = configuration(kafka);
        values.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        values.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        values.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "100");
        return new KafkaConsumer<>(values, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> configuration(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.remove(ConsumerConfig.GROUP_ID_CONFIG);
        values.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        values.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // where retention has overtaken the reader
        values.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        values.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        values.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        values.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        return values;
    }
}

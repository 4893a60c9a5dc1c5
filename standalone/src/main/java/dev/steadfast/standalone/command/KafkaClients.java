package dev.steadfast.standalone.command;

import dev.steadfast.schemas.SchemaRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What the commands' Kafka clients share: bounded patience, and words for what goes wrong. */
public final class KafkaClients {

    private KafkaClients() {}

    /** A registry client that waits no longer than 10 s for a connection or an answer, unless the settings say otherwise. */
    public static SchemaRegistry registry(Map<String, String> kafka) {
        Map<String, String> values = new HashMap<>();
        values.put("http.connect.timeout.ms", "10000");
        values.put("http.read.timeout.ms", "10000");
        values.putAll(kafka);
        try {
            return SchemaRegistry.connect(values);
        } catch (IllegalArgumentException e) {
            throw new CommandException("kafka." + e.getMessage(), e);
        }
    }

    /**
     * The configuration of a consumer that belongs to no group and leaves no trace: it reads what is committed, from where it is told to, and
     * waits 10 s for the brokers unless the settings say otherwise.
     */
    public static Map<String, Object> reading(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>();
        values.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        values.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        values.putAll(kafka);
        values.remove(ConsumerConfig.GROUP_ID_CONFIG);
        values.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        values.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // where retention has overtaken the reader
        values.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        values.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return values;
    }

    /** The offset of the first record of each partition that is not older than a time; partitions without one are left out. */
    public static Map<TopicPartition, Long> since(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        consumer.offsetsForTimes(partitions.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> time.toEpochMilli())))
                .forEach((partition, found) -> {
                    if (found != null) {
                        offsets.put(partition, found.offset());
                    }
                });
        return offsets;
    }

    public static String brokers(Map<String, String> kafka) {
        return kafka.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "(no kafka.bootstrap.servers)");
    }

    /**
     * Makes a client.
     *
     * @throws CommandException with the reason, which Kafka's own exception keeps in its cause
     */
    public static <C> C create(Supplier<C> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new CommandException("the kafka.* settings cannot be used: " + reason.getMessage(), e);
        }
    }

    public static CommandException unreachable(String brokers, Exception cause) {
        return new CommandException(
                "Kafka at %s did not answer in time: is it running, and is this its address? --set kafka.bootstrap.servers=... names another (%s)"
                        .formatted(brokers, cause.getMessage()),
                cause);
    }

    public static CommandException noTopic(String topic, String brokers) {
        return new CommandException(
                "Kafka at %s has no topic %s: `steadfast topics apply` makes it".formatted(brokers, topic));
    }
}

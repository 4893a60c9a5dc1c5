package dev.steadfast.schemas;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.settings.SettingsException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes the catalogue's topics and registers their schemas. Safe to run again and by several processes at once: what exists is left as it
 * is, and a topic that exists with another number of partitions is an error, since frames and votes must meet in the same partition.
 */
public final class TopicProvisioner {

    private final Admin admin;
    private final SchemaRegistry registry;

    public TopicProvisioner(Admin admin, SchemaRegistry registry) {
        this.admin = admin;
        this.registry = registry;
    }

    /** {@linkplain #apply(TopicSettings, Collection) Makes} what is missing of the catalogue. */
    public List<String> apply(TopicSettings settings) throws InterruptedException {
        return apply(settings, List.of());
    }

    /**
     * Makes what is missing of the catalogue, and of queues beside it.
     *
     * @param queues topics of further queues: {@link TaskQueues}
     * @return names of the topics that were made
     * @throws SettingsException if a topic exists with another number of partitions
     * @throws KafkaException if the brokers refuse or cannot be reached
     * @throws RegistryException if the registry refuses or cannot be reached
     */
    public List<String> apply(TopicSettings settings, Collection<Topic<NoiseTask>> queues) throws InterruptedException {
        List<Topic<?>> wanted =
                Stream.concat(Topics.ALL.stream(), queues.stream()).distinct().toList();
        Map<String, TopicDescription> existing = describe(wanted);
        existing.forEach((name, description) -> requirePartitions(name, description, settings.partitions()));
        List<Topic<?>> missing = wanted.stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .toList();
        create(missing, settings);
        for (Topic<?> topic : wanted) {
            registry.requireBackwardCompatibility(topic.valueSubject());
            registry.register(topic.valueSubject(), topic.valueSchema());
        }
        return missing.stream().map(Topic::name).toList();
    }

    private static void requirePartitions(String name, TopicDescription description, int partitions) {
        int actual = description.partitions().size();
        if (actual != partitions) {
            throw new SettingsException("topics.partitions: is %d, but topic %s exists with %d partitions"
                    .formatted(partitions, name, actual));
        }
    }

    private Map<String, TopicDescription> describe(List<Topic<?>> wanted) throws InterruptedException {
        Set<String> present = await(admin.listTopics().names());
        return await(admin.describeTopics(wanted.stream()
                        .map(Topic::name)
                        .filter(present::contains)
                        .collect(Collectors.toList()))
                .allTopicNames());
    }

    private void create(List<Topic<?>> missing, TopicSettings settings) throws InterruptedException {
        var results = admin.createTopics(
                        missing.stream().map(topic -> newTopic(topic, settings)).toList())
                .values();
        for (var result : results.values()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another process was faster
                    throw new KafkaException("cannot create topics: " + e.getCause(), e.getCause());
                }
            }
        }
    }

    private static NewTopic newTopic(Topic<?> topic, TopicSettings settings) {
        Optional<Short> replicas =
                settings.replicationFactor() < 1 ? Optional.empty() : Optional.of((short) settings.replicationFactor());
        return new NewTopic(topic.name(), Optional.of(settings.partitions()), replicas).configs(configuration(topic));
    }

    /** {@return the configuration with which a topic is made, by Kafka's keys} */
    public static Map<String, String> configuration(Topic<?> topic) {
        Map<String, String> configuration = new HashMap<>();
        String retention = Long.toString(topic.retention().toMillis());
        if (topic.compacted()) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            configuration.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, retention);
        } else {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configuration.put(TopicConfig.RETENTION_MS_CONFIG, retention);
        }
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxMessageBytes()));
        return configuration;
    }

    private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new KafkaException("the brokers did not answer: " + e.getCause(), e.getCause());
        }
    }
}

package dev.steadfast.streams.routing;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Whether there is all that routes need: the topic of each queue and its schema, and a topic for predictions of shadows. A record for a topic that is
 * not there would hold up the topology.
 *
 * @param kafka configuration of the Kafka clients, with their own names
 */
public record QueueCheck(Map<String, String> kafka) {

    private static final Duration CLOSE = Duration.ofSeconds(1);

    /**
     * Refuses routes that lack something.
     *
     * @throws SettingsException if a topic is missing
     * @throws RegistryException if the schema of a queue is missing, or the registry does not tell
     * @throws KafkaException if the brokers do not tell
     */
    public void require(Routes routes) {
        Set<String> present = topics();
        List<Topic<NoiseTask>> queues = routes.models().stream()
                .map(model -> TaskQueues.topic(model.queue()))
                .toList();
        List<String> missing = Stream.concat(queues.stream(), Stream.of(Topics.SHADOW_PREDICTIONS))
                .map(Topic::name)
                .filter(topic -> !present.contains(topic))
                .toList();
        if (!missing.isEmpty()) {
            throw new SettingsException(
                    "bundles: the topics %s are missing; './steadfast topics apply' makes them".formatted(missing));
        }
        SchemaRegistry registry = SchemaRegistry.connect(kafka);
        queues.forEach(queue -> registry.idForWriting(queue.valueSubject(), queue.valueSchema()));
    }

    private Set<String> topics() {
        Admin admin = Admin.create(new TreeMap<String, Object>(kafka));
        try {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new KafkaException("the brokers do not tell which topics there are: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking for topics", e);
        } finally {
            admin.close(CLOSE); // without a limit it would wait for brokers that are away
        }
    }
}

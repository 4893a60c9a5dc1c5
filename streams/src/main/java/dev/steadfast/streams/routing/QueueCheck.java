package dev.steadfast.streams.routing;

import dev.steadfast.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Whether the queues of routes are there. A task for a queue that is not would hold up the topology.
 *
 * @param kafka configuration of the Kafka clients, with their own names
 */
public record QueueCheck(Map<String, String> kafka) {

    private static final Duration CLOSE = Duration.ofSeconds(1);

    /**
     * Refuses routes with a bundle whose queue is missing.
     *
     * @throws SettingsException if the topic of a queue is missing
     * @throws KafkaException if the brokers do not tell
     */
    public void require(Routes routes) {
        Set<String> present = topics();
        List<String> missing = routes.models().stream()
                .map(ServedModel::queue)
                .filter(queue -> !present.contains(queue))
                .toList();
        if (!missing.isEmpty()) {
            throw new SettingsException(
                    "bundles: there is no topic for the queues %s; './steadfast topics apply' makes them"
                            .formatted(missing));
        }
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

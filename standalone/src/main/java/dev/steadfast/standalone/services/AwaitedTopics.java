package dev.steadfast.standalone.services;

import dev.steadfast.schemas.Topic;
import dev.steadfast.standalone.command.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a service wait, and say so, where somebody has yet to make the topics: Kafka's clients would fail for the lack of each without saying what makes them. */
final class AwaitedTopics {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedTopics.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofSeconds(1);

    private AwaitedTopics() {}

    /**
     * Returns when these topics are there, or when Kafka does not tell: the service then goes on trying by itself.
     *
     * @param topics that the service may read or write: to one that may not, Kafka does not show them, and it would wait for ever
     */
    static void await(Map<String, String> kafka, List<? extends Topic<?>> topics) throws InterruptedException {
        Admin admin = KafkaClients.create(() -> Admin.create(new TreeMap<>(kafka)));
        try {
            List<String> said = List.of();
            for (List<String> missing = missing(admin, topics); !missing.isEmpty(); missing = missing(admin, topics)) {
                if (!missing.equals(said)) {
                    said = missing;
                    LOG.atWarn()
                            .addKeyValue("kafka", KafkaClients.brokers(kafka))
                            .addKeyValue("missing", missing)
                            .log("Topics are missing; waiting for them. 'steadfast topics apply' makes them");
                }
                Thread.sleep(POLL.toMillis());
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn()
                    .addKeyValue("kafka", KafkaClients.brokers(kafka))
                    .addKeyValue("reason", String.valueOf(e.getCause() == null ? e : e.getCause()))
                    .log(
                            "Kafka does not answer; going on, until it does. Is it running, and is this its address (kafka.bootstrap.servers)?");
        } finally {
            admin.close(CLOSE);
        }
    }

    private static List<String> missing(Admin admin, List<? extends Topic<?>> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> present = admin.listTopics().names().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return topics.stream()
                .map(Topic::name)
                .filter(topic -> !present.contains(topic))
                .toList();
    }
}

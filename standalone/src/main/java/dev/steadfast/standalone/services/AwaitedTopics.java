package dev.steadfast.standalone.services;

import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
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

/** Has a service wait, and say so, where somebody has yet to make the topics: Kafka Streams would fail for the lack of each, in a stack trace. */
final class AwaitedTopics {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedTopics.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofSeconds(1);

    private AwaitedTopics() {}

    /** Returns when all topics are there, or when Kafka does not tell: what then comes has its own words for that. */
    static void await(Map<String, String> kafka) throws InterruptedException {
        Admin admin = KafkaClients.create(() -> Admin.create(new TreeMap<>(kafka)));
        try {
            List<String> said = List.of();
            for (List<String> missing = missing(admin); !missing.isEmpty(); missing = missing(admin)) {
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
            LOG.atDebug().setCause(e).log("Kafka does not tell which topics there are");
        } finally {
            admin.close(CLOSE);
        }
    }

    private static List<String> missing(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> present = admin.listTopics().names().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return Topics.ALL.stream()
                .map(Topic::name)
                .filter(topic -> !present.contains(topic))
                .toList();
    }
}

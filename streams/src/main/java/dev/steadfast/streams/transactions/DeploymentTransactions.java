package dev.steadfast.streams.transactions;

import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The transactions of a deployment: in which topics they are, and how long one may be open. */
public final class DeploymentTransactions {

    /**
     * How long one may be open, where the settings do not say. A pass of a thread decodes frames of several partitions in one transaction; with the
     * default of 10 s, large ones would outlast it.
     */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    private DeploymentTransactions() {}

    /** {@return whether a topic is one of the catalogue, a queue, or internal to the topology} */
    public static boolean isOurs(String topic, String applicationId) {
        return Topics.ALL.stream().anyMatch(known -> known.name().equals(topic))
                || TaskQueues.isQueue(topic)
                || topic.startsWith(applicationId + "-");
    }

    /** {@return how long a transaction of the topology may be open, as the user has set it for all clients or for producers, or else {@link #TIMEOUT}} */
    public static Duration timeout(Map<String, String> kafka) {
        String key = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
        String set = kafka.getOrDefault(StreamsConfig.PRODUCER_PREFIX + key, kafka.get(key));
        return set == null ? TIMEOUT : Duration.ofMillis(Long.parseLong(set.strip()));
    }

    /**
     * Looks once. {@link TransactionWatch} sees more, since it looks again: here only a transaction counts whose producer the broker still knows, and
     * that wrote last before any transaction of now may have begun.
     *
     * @param timeout how long a transaction may be open
     * @return partitions whose readers wait for a transaction that is open for longer, the longest first
     * @throws ExecutionException with what the brokers said, or that they did not answer
     */
    public static List<HeldUpPartition> heldUpNow(Admin admin, String applicationId, Duration timeout)
            throws InterruptedException, ExecutionException {
        return heldUp(admin, topic -> isOurs(topic, applicationId), TransactionWatch.longest(timeout), Instant.now());
    }

    static List<HeldUpPartition> heldUp(Admin admin, Predicate<String> topics, Duration longest, Instant now)
            throws InterruptedException, ExecutionException {
        return new BrokersView(admin, topics)
                .open().stream()
                        .map(open -> new HeldUpPartition(
                                open.partition(), open.offset(), Duration.between(open.lastWrite(), now)))
                        .filter(held -> held.waiting().compareTo(longest) > 0)
                        .sorted(Comparator.comparing(HeldUpPartition::waiting).reversed())
                        .toList();
    }
}

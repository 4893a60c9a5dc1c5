package dev.steadfast.workers.queue;

import dev.steadfast.management.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The noise tasks, as this worker's member of the share group sees them. Used by one thread, but for what says otherwise. */
public final class TaskQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);

    /** Also how long a worker with nothing to do takes to notice that it is to stop. */
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(250);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final int deliveryLimit;
    private final Duration commitTimeout;
    private volatile int inHand;

    TaskQueue(ShareConsumer<byte[], byte[]> consumer, String topic, int deliveryLimit, Duration commitTimeout) {
        this.consumer = consumer;
        this.topic = topic;
        this.deliveryLimit = deliveryLimit;
        this.commitTimeout = commitTimeout;
    }

    public void join() {
        consumer.subscribe(List.of(topic));
    }

    /** Takes tasks; those that were kept come first, alone. Empty if there are none for a while. */
    public List<Delivery> poll() {
        List<Delivery> deliveries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
            int count = record.deliveryCount().orElse((short) 1);
            deliveries.add(new Delivery(record, count, count >= deliveryLimit));
        }
        inHand = deliveries.size();
        return deliveries;
    }

    /**
     * Acknowledges every delivery of the last poll. An acknowledgement that does not reach the broker is no harm: the task comes again,
     * gets the same votes again, and counts once.
     */
    public void acknowledge(List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            consumer.acknowledge(settlement.delivery().record(), settlement.acknowledgement());
        }
        inHand = (int) settlements.stream()
                .filter(settlement -> settlement.acknowledgement() == AcknowledgeType.RENEW)
                .count();
        try {
            consumer.commitSync(commitTimeout).forEach(TaskQueue::report);
        } catch (RetriableException e) {
            LOG.atWarn().addKeyValue("error", e).log("Acknowledgements may not have arrived");
        }
    }

    /** How many tasks this worker has taken and not finished. For any thread. */
    public int inHand() {
        return inHand;
    }

    /** Whether this worker is a member of its group that the brokers hear of. For any thread. */
    public boolean isMember() {
        return Membership.of(consumer.metrics());
    }

    public void bindTo(Meters meters) {
        meters.bind(consumer, "noise-tasks");
    }

    private static void report(TopicIdPartition partition, Optional<KafkaException> failure) {
        failure.ifPresent(error -> LOG.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("late", error instanceof InvalidRecordStateException)
                .addKeyValue("error", error)
                .log("Acknowledgements were not taken; the tasks may come again"));
    }

    /** Sends what is acknowledged, gives back the rest, leaves the group. */
    @Override
    public void close() {
        consumer.close(CLOSE_TIMEOUT);
    }
}

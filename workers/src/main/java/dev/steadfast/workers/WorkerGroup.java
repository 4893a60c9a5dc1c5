package dev.steadfast.workers;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/**
 * Makes the share group of the workers. Safe to run again, and by several workers at once: what is set is set to the same, and the
 * offsets of a group that exists are left alone.
 */
public final class WorkerGroup {

    private final Admin admin;
    private final WorkerSettings settings;

    public WorkerGroup(Admin admin, WorkerSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Sets the group's configuration, and makes the group if it is absent, so that it begins at the first task there is, has a lag
     * from the start, and its first worker gets tasks at once.
     *
     * @return whether the group was absent
     * @throws KafkaException if the brokers refuse or cannot be reached
     */
    public boolean apply() throws InterruptedException {
        configure();
        if (exists()) {
            return false;
        }
        create();
        return true;
    }

    private void configure() throws InterruptedException {
        Collection<AlterConfigOp> operations = configuration(settings).entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .collect(Collectors.toList());
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.shareGroup());
        await(admin.incrementalAlterConfigs(Map.of(group, operations)).all());
    }

    /** {@return what a group of workers with these settings has set, by Kafka's keys} */
    public static Map<String, String> configuration(WorkerSettings settings) {
        return Map.of(
                // A task that was there before the first worker is as good as any other.
                "share.auto.offset.reset",
                "earliest",
                // The topology writes in transactions; tasks of an aborted one may have other keys than those that are
                // waited for, or not be asked for at all.
                "share.isolation.level",
                "read_committed",
                "share.record.lock.duration.ms",
                Long.toString(settings.lockDuration().toMillis()),
                "share.delivery.count.limit",
                Integer.toString(settings.deliveryLimit()));
    }

    private boolean exists() throws InterruptedException {
        try {
            await(admin.describeShareGroups(List.of(settings.shareGroup())).all());
            return true;
        } catch (GroupIdNotFoundException e) {
            return false;
        }
    }

    private void create() throws InterruptedException {
        Map<TopicPartition, Long> beginning =
                await(admin.describeTopics(List.of(settings.queue())).allTopicNames()).values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .collect(Collectors.toMap(partition -> partition, partition -> 0L));
        try {
            await(admin.alterShareGroupOffsets(settings.shareGroup(), beginning).all());
        } catch (GroupNotEmptyException e) {
            // Another worker was faster, and has joined already: from the beginning, by the group's configuration.
        }
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException("the brokers did not answer: " + e.getCause(), e.getCause());
        }
    }
}

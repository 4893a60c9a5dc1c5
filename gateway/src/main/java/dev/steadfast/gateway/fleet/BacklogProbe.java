package dev.steadfast.gateway.fleet;

import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka how much waits. Never blocks; safe for use by several threads. */
public final class BacklogProbe implements AutoCloseable {

    private static final int LIMIT_MILLIS = 5000;

    private final Admin admin;
    private final String applicationId;
    private final String workerGroup;

    private BacklogProbe(Admin admin, String applicationId, String workerGroup) {
        this.admin = admin;
        this.applicationId = applicationId;
        this.workerGroup = workerGroup;
    }

    /**
     * Makes a client. Nothing is sent yet.
     *
     * @param applicationId the topology's consumer group
     * @param workerGroup the share group of the first queue's workers; those of other queues follow from it
     * @throws org.apache.kafka.common.KafkaException if the client's configuration is wrong
     */
    public static BacklogProbe connect(Map<String, String> kafka, String applicationId, String workerGroup) {
        return new BacklogProbe(Admin.create(new TreeMap<>(kafka)), applicationId, workerGroup);
    }

    /**
     * Completes on the given event loop with what Kafka tells; never fails.
     *
     * @param queues the queues to ask for; one of which Kafka does not tell is no hindrance for the others
     */
    public Future<Backlog> ask(Context eventLoop, Set<String> queues) {
        Future<OptionalLong> frames = frames(eventLoop).otherwise(OptionalLong.empty());
        Map<String, Future<OptionalLong>> tasks = tasks(eventLoop, queues);
        List<Future<?>> all = new ArrayList<>(tasks.values());
        all.add(frames);
        return Future.join(all).map(answered -> {
            Map<String, Long> waiting = new HashMap<>();
            tasks.forEach((queue, found) -> found.result().ifPresent(lag -> waiting.put(queue, lag)));
            return new Backlog(frames.result(), waiting);
        });
    }

    private Map<String, Future<OptionalLong>> tasks(Context eventLoop, Set<String> queues) {
        Map<String, ListShareGroupOffsetsSpec> groups = new HashMap<>();
        queues.forEach(queue -> groups.put(TaskQueues.group(workerGroup, queue), new ListShareGroupOffsetsSpec()));
        var offsets = admin.listShareGroupOffsets(groups, new ListShareGroupOffsetsOptions().timeoutMs(LIMIT_MILLIS));
        Map<String, Future<OptionalLong>> tasks = new HashMap<>();
        for (String queue : queues) {
            var ofGroup = offsets.partitionsToOffsetInfo(TaskQueues.group(workerGroup, queue));
            tasks.put(
                    queue,
                    onLoop(eventLoop, ofGroup)
                            .map(partitions -> sum(partitions.entrySet().stream()
                                    .filter(entry -> entry.getKey().topic().equals(queue))
                                    .flatMap(entry -> entry.getValue().lag().stream())
                                    .toList()))
                            .otherwise(OptionalLong.empty()));
        }
        return tasks;
    }

    private Future<OptionalLong> frames(Context eventLoop) {
        var committed = admin.listConsumerGroupOffsets(
                        Map.of(applicationId, new ListConsumerGroupOffsetsSpec()),
                        new ListConsumerGroupOffsetsOptions().timeoutMs(LIMIT_MILLIS))
                .partitionsToOffsetAndMetadata(applicationId);
        return onLoop(eventLoop, committed).compose(offsets -> behind(eventLoop, offsets));
    }

    private Future<OptionalLong> behind(Context eventLoop, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> read = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (partition.topic().equals(Topics.FRAMES.name())) {
                read.put(partition, offset.offset());
            }
        });
        if (read.isEmpty()) {
            return Future.succeededFuture(OptionalLong.empty());
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        read.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(
                        latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(LIMIT_MILLIS))
                .all();
        return onLoop(eventLoop, ends)
                .map(found -> sum(read.entrySet().stream()
                        .map(entry -> Math.max(
                                0,
                                Objects.requireNonNull(found.get(entry.getKey()))
                                                .offset()
                                        - entry.getValue()))
                        .toList()));
    }

    private static <T> Future<T> onLoop(Context eventLoop, KafkaFuture<T> answer) {
        return Future.fromCompletionStage(answer.toCompletionStage(), eventLoop);
    }

    /** Unknown if no partition tells. */
    private static OptionalLong sum(List<Long> lags) {
        return lags.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(lags.stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}

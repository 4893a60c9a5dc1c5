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
     * Completes on the given event loop with what Kafka tells, and why it does not tell the rest; never fails.
     *
     * @param queues the queues to ask for; one of which Kafka does not tell is no hindrance for the others
     */
    public Future<Backlog> ask(Context eventLoop, Set<String> queues) {
        Future<Long> frames = frames(eventLoop);
        Map<String, Future<Long>> tasks = tasks(eventLoop, queues);
        List<Future<?>> all = new ArrayList<>(tasks.values());
        all.add(frames);
        return Future.join(all).otherwiseEmpty().map(answered -> {
            Map<String, Long> waiting = new HashMap<>();
            Map<String, String> unknown = new HashMap<>();
            tasks.forEach((queue, found) -> {
                if (found.succeeded()) {
                    waiting.put(queue, found.result());
                } else {
                    unknown.put(queue, reason(found));
                }
            });
            if (frames.failed()) {
                unknown.put(Backlog.FRAMES, reason(frames));
            }
            return new Backlog(
                    frames.succeeded() ? OptionalLong.of(frames.result()) : OptionalLong.empty(), waiting, unknown);
        });
    }

    private static String reason(Future<Long> failed) {
        Throwable cause = failed.cause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private Map<String, Future<Long>> tasks(Context eventLoop, Set<String> queues) {
        Map<String, ListShareGroupOffsetsSpec> groups = new HashMap<>();
        queues.forEach(queue -> groups.put(TaskQueues.group(workerGroup, queue), new ListShareGroupOffsetsSpec()));
        var offsets = admin.listShareGroupOffsets(groups, new ListShareGroupOffsetsOptions().timeoutMs(LIMIT_MILLIS));
        Map<String, Future<Long>> tasks = new HashMap<>();
        for (String queue : queues) {
            String group = TaskQueues.group(workerGroup, queue);
            tasks.put(
                    queue,
                    onLoop(eventLoop, offsets.partitionsToOffsetInfo(group))
                            .compose(partitions -> known(
                                    TaskQueues.waiting(queue, partitions),
                                    "the share group %s has no offsets of %s: no worker of it has started yet, or worker.group is another here than for the workers"
                                            .formatted(group, queue))));
        }
        return tasks;
    }

    private Future<Long> frames(Context eventLoop) {
        var committed = admin.listConsumerGroupOffsets(
                        Map.of(applicationId, new ListConsumerGroupOffsetsSpec()),
                        new ListConsumerGroupOffsetsOptions().timeoutMs(LIMIT_MILLIS))
                .partitionsToOffsetAndMetadata(applicationId);
        return onLoop(eventLoop, committed).compose(offsets -> behind(eventLoop, offsets));
    }

    private Future<Long> behind(Context eventLoop, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> read = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (partition.topic().equals(Topics.FRAMES.name())) {
                read.put(partition, offset.offset());
            }
        });
        if (read.isEmpty()) {
            return Future.failedFuture(
                    "the consumer group %s has read no frames yet, or streams.application-id is another here than for the topology"
                            .formatted(applicationId));
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        read.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(
                        latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(LIMIT_MILLIS))
                .all();
        return onLoop(eventLoop, ends).map(found -> read.entrySet().stream()
                .mapToLong(entry -> Math.max(
                        0, Objects.requireNonNull(found.get(entry.getKey())).offset() - entry.getValue()))
                .sum());
    }

    private static <T> Future<T> onLoop(Context eventLoop, KafkaFuture<T> answer) {
        return Future.fromCompletionStage(answer.toCompletionStage(), eventLoop);
    }

    private static Future<Long> known(OptionalLong tasks, String whyNone) {
        return tasks.isEmpty() ? Future.failedFuture(whyNone) : Future.succeededFuture(tasks.getAsLong());
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}

package dev.steadfast.streams.reconciliation;

import dev.steadfast.schemas.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What the brokers tell, and keep: what the topology has taken, and how far that is reconciled, as the offsets of a group without members. */
final class Offsets {

    private static final String FRAMES = Topics.FRAMES.name();
    private static final Pattern TIME = Pattern.compile("\\d{1,15}");

    private final Admin admin;
    private final String topology;
    private final String ours;

    /** @param applicationId the topology's group */
    Offsets(Admin admin, String applicationId) {
        this.admin = admin;
        this.topology = applicationId;
        this.ours = applicationId + "-reconciliation";
    }

    /** By partition of the frames topic, the first offset that the topology has not taken; 0 where it has not taken anything. */
    Map<Integer, Long> taken() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(topology);
        return partitions(List.of(FRAMES)).stream().collect(Collectors.toMap(TopicPartition::partition, partition -> {
            OffsetAndMetadata known = committed.get(partition);
            return known == null ? 0 : known.offset();
        }));
    }

    /** What was {@linkplain #note noted} last, by partition. */
    Map<Integer, Progress> progress() throws InterruptedException, ExecutionException {
        Map<Integer, Progress> progress = new HashMap<>();
        committed(ours).forEach((partition, noted) -> {
            if (noted != null && TIME.matcher(noted.metadata()).matches()) { // else somebody else has set it
                progress.put(
                        partition.partition(),
                        new Progress(noted.offset(), Instant.ofEpochMilli(Long.parseLong(noted.metadata()))));
            }
        });
        return progress;
    }

    /** Has the brokers keep it. */
    void note(Map<Integer, Progress> progress) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        progress.forEach((partition, reached) -> offsets.put(
                new TopicPartition(FRAMES, partition),
                new OffsetAndMetadata(
                        reached.offset(), Long.toString(reached.since().toEpochMilli()))));
        admin.alterConsumerGroupOffsets(ours, offsets).all().get();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws InterruptedException, ExecutionException {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata(group)
                .get();
    }

    /** Where the partitions of topics end, open transactions included. */
    Map<TopicPartition, Long> ends(List<String> topics) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = partitions(topics).stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin
                .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private List<TopicPartition> partitions(List<String> topics) throws InterruptedException, ExecutionException {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition())))
                .toList();
    }
}

package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.schemas.Topics;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.WorkerGroup;
import dev.steadfast.workers.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
@Timeout(60)
class WorkerGroupIT {

    private static final TopicPartition QUEUE = new TopicPartition(Topics.NOISE_TASKS.name(), 0);

    private final Deployment deployment;
    private final WorkerSettings settings = settings("group-" + UUID.randomUUID(), "noise-tasks");

    WorkerGroupIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void shouldMakeAGroupThatBeginsAtTheFirstTask() throws Exception {
        boolean made = group().apply();

        assertThat(made).isTrue();
        assertThat(startOffset()).isZero();
        assertThat(configuration())
                .containsEntry("share.auto.offset.reset", "earliest")
                .containsEntry("share.isolation.level", "read_committed")
                .containsEntry("share.record.lock.duration.ms", "20000")
                .containsEntry("share.delivery.count.limit", "7");
    }

    @Test
    void shouldLeaveTheOffsetsOfAGroupAlone() throws Exception {
        // Given
        deployment.send(Tasks.tasks(3));
        group().apply();
        deployment
                .admin()
                .alterShareGroupOffsets(settings.group(), Map.of(QUEUE, 2L))
                .all()
                .get();

        // When
        boolean made = group().apply();

        // Then
        assertThat(made).isFalse();
        assertThat(startOffset()).isEqualTo(2);
    }

    @Test
    void shouldBeMadeByManyAtOnce() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(6);
        List<Future<Boolean>> made = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            made.add(workers.submit(() -> group().apply()));
        }

        for (Future<Boolean> each : made) {
            assertThat(each).succeedsWithin(Duration.ofSeconds(30));
        }
        assertThat(startOffset()).isZero();
        workers.shutdown();
    }

    @Test
    void shouldMakeAGroupOfItsOwnForAnotherQueue() throws Exception {
        deployment
                .admin()
                .createTopics(List.of(new NewTopic("noise-tasks-candidate", 2, (short) 1)))
                .all()
                .get();
        WorkerSettings candidate = settings(settings.group(), "noise-tasks-candidate");

        new WorkerGroup(deployment.admin(), candidate).apply();

        assertThat(deployment
                        .admin()
                        .listShareGroupOffsets(Map.of(settings.group() + "-candidate", new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(settings.group() + "-candidate")
                        .get())
                .containsOnlyKeys(
                        new TopicPartition("noise-tasks-candidate", 0), new TopicPartition("noise-tasks-candidate", 1));
    }

    private static WorkerSettings settings(String group, String queue) {
        return new WorkerSettings(
                group, queue, "", "cpu", "auto", 16, 1_000, 7, Duration.ofSeconds(20), 20, true, "127.0.0.1", 0);
    }

    private WorkerGroup group() {
        return new WorkerGroup(deployment.admin(), settings);
    }

    private long startOffset() throws Exception {
        return deployment
                .admin()
                .listShareGroupOffsets(Map.of(settings.group(), new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(settings.group())
                .get()
                .values()
                .iterator()
                .next()
                .startOffset();
    }

    private Map<String, String> configuration() throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
        return deployment.admin().describeConfigs(List.of(group)).all().get().values().stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }
}

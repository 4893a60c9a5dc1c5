package dev.steadfast.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskQueuesTest {

    @Test
    void shouldGiveTheFirstQueueTheGroupAsItIs() {
        assertThat(TaskQueues.topic("noise-tasks")).isSameAs(Topics.NOISE_TASKS);
        assertThat(TaskQueues.group("steadfast-workers", "noise-tasks")).isEqualTo("steadfast-workers");
    }

    @Test
    void shouldGiveAnotherQueueATopicLikeTheFirstAndAGroupOfItsOwn() {
        Topic<?> topic = TaskQueues.topic("noise-tasks-candidate");

        assertThat(topic.name()).isEqualTo("noise-tasks-candidate");
        assertThat(topic.valueSubject()).isEqualTo("noise-tasks-candidate-value");
        assertThat(topic).usingRecursiveComparison().ignoringFields("name").isEqualTo(Topics.NOISE_TASKS);
        assertThat(TaskQueues.group("steadfast-workers", "noise-tasks-candidate"))
                .isEqualTo("steadfast-workers-candidate");
    }

    @Test
    void shouldCountWhatWaitsInAQueueAndNothingWhereNobodyTells() {
        Map<TopicPartition, SharePartitionOffsetInfo> told = new HashMap<>();
        told.put(new TopicPartition("noise-tasks", 0), lag(Optional.of(3L)));
        told.put(new TopicPartition("noise-tasks", 1), lag(Optional.of(4L)));
        told.put(new TopicPartition("noise-tasks", 2), lag(Optional.empty()));
        told.put(new TopicPartition("noise-tasks", 3), null);
        told.put(new TopicPartition("noise-tasks-other", 0), lag(Optional.of(50L)));

        assertThat(TaskQueues.waiting("noise-tasks", told)).hasValue(7);
        assertThat(TaskQueues.waiting("noise-tasks-third", told)).isEmpty();
    }

    private static SharePartitionOffsetInfo lag(Optional<Long> lag) {
        return new SharePartitionOffsetInfo(0, Optional.empty(), lag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "votes", "noise-tasks-", "noise-tasks-A", "noise-tasks.a", "noise-tasksa", "a-noise-tasks"})
    void shouldRefuseATopicThatIsNoQueue(String name) {
        assertThat(TaskQueues.isQueue(name)).isFalse();
        assertThatThrownBy(() -> TaskQueues.topic(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a queue's name is noise-tasks, or that, a hyphen, and up to 60 of a-z 0-9 -; it was '"
                        + name + "'");
    }
}

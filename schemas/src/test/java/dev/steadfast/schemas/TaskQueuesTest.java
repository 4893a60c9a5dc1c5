package dev.steadfast.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

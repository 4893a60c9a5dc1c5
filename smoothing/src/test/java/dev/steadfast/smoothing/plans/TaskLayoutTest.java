package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.smoothing.plans.TaskLayout.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLayoutTest {

    @Test
    void shouldCutWithoutCrossingFromSelectionIntoEstimation() {
        TaskLayout layout = new TaskLayout(new FixedPlan(0.25, 0.001, 30, 60), 25);

        assertThat(tasks(layout))
                .containsExactly(
                        new Task(0, 0, 25, true),
                        new Task(1, 25, 5, true),
                        new Task(2, 30, 25, false),
                        new Task(3, 55, 25, false),
                        new Task(4, 80, 10, false));
    }

    @Test
    void shouldCutAPredictionIntoEstimationTasksOnly() {
        TaskLayout layout = new TaskLayout(new PredictPlan(0.25, 0.001, 40), 25);

        assertThat(tasks(layout)).containsExactly(new Task(0, 0, 25, false), new Task(1, 25, 15, false));
    }

    @ParameterizedTest
    @CsvSource({"100, 1000, 25", "100, 1000, 1", "100, 1000, 64", "100, 1000, 5000", "1, 10, 3", "7, 1001, 2147483647"})
    void shouldCoverEverySampleExactlyOnceInOrder(int n0, int n, int taskSamples) {
        // Given
        FixedPlan plan = new FixedPlan(0.25, 0.001, n0, n);

        // When
        List<Task> tasks = tasks(new TaskLayout(plan, taskSamples));

        // Then
        int next = 0;
        for (Task task : tasks) {
            assertThat(task.firstSample()).isEqualTo(next);
            assertThat(task.samples()).isBetween(1, taskSamples);
            assertThat(task.selection()).isEqualTo(next < n0);
            next += task.samples();
        }
        assertThat(next).isEqualTo(plan.samples());
    }

    @Test
    void shouldLookAtWholeTasks() {
        // Given: 25 samples select; the plan looks at 47, and then whenever there are more.
        SequentialPlan plan = new SequentialPlan(0.25, 0.001, 25, 80, 0.25);
        TaskLayout layout = new TaskLayout(plan, 10);

        assertThat(plan.firstLook()).isEqualTo(47);
        assertThat(layout.firstLook()).isEqualTo(3 + 5);
        assertThat(IntStream.iterate(layout.nextLook(0), look -> look < layout.tasks(), layout::nextLook))
                .containsExactly(3 + 5, 3 + 6, 3 + 7);
        assertThat(layout.nextLook(layout.tasks())).isEqualTo(layout.tasks());
        assertThat(IntStream.rangeClosed(0, 12).filter(layout::isLook)).containsExactly(8, 9, 10, 11);
    }

    @Test
    void shouldSendALittleMoreInAdvanceTheMoreHasBeenCounted() {
        TaskLayout layout = new TaskLayout(new SequentialPlan(0.25, 0.001, 25, 10_000, 0.25), 25);

        assertThat(layout.ahead(0, false)).as("as the first look takes").isEqualTo(3);
        assertThat(layout.ahead(3, false)).isEqualTo(4);
        assertThat(layout.ahead(100, false)).isEqualTo(116);
        assertThat(layout.ahead(0, true)).isEqualTo(4);
        assertThat(layout.ahead(100, true)).isEqualTo(119);
        assertThat(layout.ahead(400, true)).isEqualTo(layout.tasks());
        assertThat(new TaskLayout(layout.plan(), 1000).ahead(3, true)).isEqualTo(4);
    }

    @Test
    void shouldSendAllOfAFixedPlanAtOnce() {
        TaskLayout layout = new TaskLayout(new FixedPlan(0.25, 0.001, 30, 60), 25);

        assertThat(layout.ahead(0, false)).isEqualTo(5);
        assertThat(layout.isLook(4)).isFalse();
        assertThat(layout.isLook(5)).isTrue();
    }

    @Test
    void shouldLookOnceAtAFixedPlan() {
        TaskLayout layout = new TaskLayout(new FixedPlan(0.25, 0.001, 30, 60), 25);

        assertThat(layout.nextLook(0)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void shouldRejectATaskThatIsNotThere(int index) {
        TaskLayout layout = new TaskLayout(new PredictPlan(0.25, 0.001, 40), 25);

        assertThatThrownBy(() -> layout.task(index))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task %d: must be from 0 to 1", index);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -25})
    void shouldRejectEmptyTasks(int taskSamples) {
        PredictPlan plan = new PredictPlan(0.25, 0.001, 40);

        assertThatThrownBy(() -> new TaskLayout(plan, taskSamples))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("taskSamples = %d: must be at least 1", taskSamples);
    }

    private static List<Task> tasks(TaskLayout layout) {
        return IntStream.range(0, layout.tasks()).mapToObj(layout::task).toList();
    }
}

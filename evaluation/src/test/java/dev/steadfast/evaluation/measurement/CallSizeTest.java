package dev.steadfast.evaluation.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On two cores, with tasks of 25 samples. */
class CallSizeTest {
    private static final int CORES = 2;

    private final CallSize size = new CallSize(CORES, 25);

    @Test
    void shouldTakeATaskForEachCoreWhereTheyAreSlow() {
        assertThat(calls(4, Duration.ofSeconds(30))).containsExactly(2, 2, 2, 2);
    }

    @Test
    void shouldGrowUntilACallTakesTheTimeItIsToTake() {
        assertThat(calls(4, Duration.ofMillis(100))).containsExactly(2, 4, 8, 8);
    }

    @Test
    void shouldTakeNoMoreThanTheMostSamplesHoweverFastTheyAre() {
        assertThat(calls(6, Duration.ZERO)).containsExactly(2, 4, 8, 16, 20, 20);
    }

    @Test
    void shouldShrinkAtOnceWhenTasksBecomeSlow() {
        calls(6, Duration.ZERO);

        assertThat(calls(3, Duration.ofMillis(300))).containsExactly(20, 2, 2);
    }

    @Test
    void shouldLearnNothingFromACallThatThePlanEnded() {
        calls(3, Duration.ofMillis(100));

        size.took(2, Duration.ofSeconds(30).toNanos());

        assertThat(size.tasks()).isEqualTo(8);
    }

    /** {@return the tasks of so many calls, of which each round of a task for each core takes {@code round}} */
    private List<Integer> calls(int calls, Duration round) {
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            tasks.add(size.tasks());
            size.took(size.tasks(), round.multipliedBy(size.tasks() / CORES).toNanos());
        }
        return tasks;
    }
}

package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoteTallyTest {

    /** Tasks 0 and 1 select, with 10 and 5 samples; tasks 2, 3 and 4 estimate, with 10 each. */
    private static final TaskLayout LAYOUT = new TaskLayout(new FixedPlan(0.25, 0.001, 15, 30), 10);

    private final VoteTally tally = VoteTally.empty(LAYOUT, 2);

    @Test
    void shouldKeepSelectionAndEstimationApart() {
        tally.add(0, votes(0, 9, 1));
        tally.add(1, votes(1, 2, 2));
        tally.add(3, votes(0, 7, 3));

        assertThat(tally.selection()).isEqualTo(votes(1, 11, 3));
        assertThat(tally.estimation()).isEqualTo(votes(0, 7, 3));
        assertThat(tally.counted()).isEqualTo(bits(0, 1, 3));
    }

    @Test
    void shouldCountATaskOnce() {
        // Given
        assertThat(tally.add(2, votes(0, 10, 0))).isTrue();

        // When
        boolean again = tally.add(2, votes(0, 0, 10));

        // Then
        assertThat(again).isFalse();
        assertThat(tally.estimation()).isEqualTo(votes(0, 10, 0));
    }

    @Test
    void shouldDecideInAnyOrderOfArrival() {
        // Given
        for (int task : new int[] {4, 1, 3, 0}) {
            tally.add(task, votes(0, LAYOUT.task(task).samples(), 0));
        }
        assertThat(tally.complete()).isFalse();

        // When
        tally.add(2, votes(0, 10, 0));

        // Then
        assertThat(tally.complete()).isTrue();
        assertThat(tally.decide()).isEqualTo(LAYOUT.plan().decide(votes(0, 15, 0), votes(0, 30, 0)));
        assertThat(tally.decide()).isInstanceOf(Certified.class);
    }

    @Test
    void shouldNotDecideWhileATaskIsMissing() {
        tally.add(0, votes(0, 10, 0));

        assertThatThrownBy(tally::decide)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("votes of 1 tasks of 5: a plan decides on all of them");
    }

    @Test
    void shouldComeBackFromItsState() {
        // Given
        tally.add(0, votes(0, 9, 1));
        tally.add(3, votes(2, 7, 1));

        // When
        VoteTally restored = VoteTally.of(LAYOUT, tally.counted(), tally.selection(), tally.estimation());

        // Then
        assertThat(restored.add(3, votes(0, 10, 0))).isFalse();
        assertThat(restored.add(4, votes(0, 10, 0))).isTrue();
        assertThat(restored.selection()).isEqualTo(votes(0, 9, 1));
        assertThat(restored.estimation()).isEqualTo(votes(2, 17, 1));
        assertThat(tally.estimation()).isEqualTo(votes(2, 7, 1));
    }

    @Test
    void shouldNotChangeWithTheSetThatGoesOut() {
        tally.counted().set(0, 5);

        assertThat(tally.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 9, 'task 0: votes of 9 samples, must be of exactly 10'",
        "1, 10, 'task 1: votes of 10 samples, must be of exactly 5'",
        "5, 10, 'task 5: must be from 0 to 4'",
        "-1, 10, 'task -1: must be from 0 to 4'"
    })
    void shouldRejectVotesThatAreNotTheTasks(int task, int samples, String message) {
        assertThatThrownBy(() -> tally.add(task, votes(0, samples, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRejectVotesOverOtherClasses() {
        assertThatThrownBy(() -> tally.add(0, votes(0, 10, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("votes over 3 classes: must be over 2");
    }

    @Test
    void shouldRejectAStateWhoseVotesAreNotThoseOfItsTasks() {
        VoteCounts none = VoteCounts.none(2);

        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(1), none, none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("selection: votes of 0 samples, must be of exactly 5");
        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(), none, votes(0, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("estimation: votes of 1 samples, must be of exactly 0");
        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(5), none, none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task 5: must be from 0 to 4");
        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(), none, VoteCounts.none(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("votes over 3 classes: must be over 2");
    }

    private static VoteCounts votes(int invalid, int... perClass) {
        return new VoteCounts(perClass, invalid);
    }

    /** Looks at 5 tasks of 10 after the one that selects, then at 8, 12, 18 and 20. */
    private static final TaskLayout SEQUENTIAL = new TaskLayout(new SequentialPlan(0.25, 0.001, 10, 200, 0.25), 10);

    @Test
    void shouldAskForMoreTasksOnlyWhenThoseItAskedForHaveCounted() {
        VoteTally sequential = VoteTally.empty(SEQUENTIAL, 2);
        assertThat(sequential.asked()).isEqualTo(6);

        for (int task : new int[] {5, 4, 2, 0, 3}) {
            sequential.add(task, votes(task == 4 ? 2 : 0, task == 4 ? 8 : 10, 0));
            assertThat(sequential.complete()).isFalse();
            assertThat(sequential.asked()).isEqualTo(6);
        }
        sequential.add(1, votes(0, 10, 0));

        assertThat(sequential.complete()).isTrue();
        assertThat(sequential.decide()).isInstanceOf(Undecided.class);
        assertThat(sequential.asked()).isEqualTo(9);
    }

    @Test
    void shouldRefuseVotesOfTasksItDidNotAskFor() {
        VoteTally sequential = VoteTally.empty(SEQUENTIAL, 2);

        assertThatThrownBy(() -> sequential.add(6, votes(0, 10, 0))).hasMessage("task 6: only 6 were asked for");
    }

    @Test
    void shouldTakeUpATallyThatLookedElsewhere() {
        VoteTally other = VoteTally.of(SEQUENTIAL, bits(0, 1, 2, 3, 4, 5, 6), votes(0, 10, 0), votes(0, 60, 0));

        assertThat(other.asked()).isEqualTo(9);
        assertThat(other.complete()).isFalse();
        other.add(7, votes(0, 10, 0));
        other.add(8, votes(0, 10, 0));
        assertThat(other.decide()).isInstanceOf(Certified.class);
    }

    @Test
    void shouldDecideTheSameWhenTakenUpBetweenLooks() {
        // Given
        VoteTally sequential = VoteTally.empty(SEQUENTIAL, 2);
        for (int task = 0; task < 6; task++) {
            sequential.add(task, votes(0, task == 4 ? 9 : 10, task == 4 ? 1 : 0));
        }

        // When
        VoteTally taken =
                VoteTally.of(SEQUENTIAL, sequential.counted(), sequential.selection(), sequential.estimation());
        taken.add(6, votes(0, 10, 0));
        taken.add(7, votes(0, 10, 0));

        // Then: nothing is decided between looks, however good the votes.
        assertThat(taken.complete()).isFalse();
        assertThatThrownBy(taken::decide).isInstanceOf(IllegalStateException.class);
        taken.add(8, votes(0, 10, 0));
        assertThat(taken.decide()).isInstanceOf(Certified.class);
    }

    private static BitSet bits(int... tasks) {
        BitSet bits = new BitSet();
        for (int task : tasks) {
            bits.set(task);
        }
        return bits;
    }
}

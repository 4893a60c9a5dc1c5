package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
        assertThat(tally.summed()).isEqualTo(bits(0, 1, 3));
        assertThat(tally.counted()).isEqualTo(3);
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
        assertThat(tally.decide()).isInstanceOf(Undecided.class);

        // When
        tally.add(2, votes(0, 10, 0));

        // Then
        assertThat(tally.decide()).isEqualTo(LAYOUT.plan().decide(votes(0, 15, 0), votes(0, 30, 0)));
        assertThat(tally.decide()).isInstanceOf(Certified.class);
    }

    @Test
    void shouldComeBackFromItsState() {
        // Given
        tally.add(0, votes(0, 9, 1));
        tally.add(3, votes(2, 7, 1));

        // When
        VoteTally restored =
                VoteTally.of(LAYOUT, tally.summed(), tally.selection(), tally.estimation(), tally.waiting());

        // Then
        assertThat(restored.add(3, votes(0, 10, 0))).isFalse();
        assertThat(restored.add(4, votes(0, 10, 0))).isTrue();
        assertThat(restored.selection()).isEqualTo(votes(0, 9, 1));
        assertThat(restored.estimation()).isEqualTo(votes(2, 17, 1));
        assertThat(tally.estimation()).isEqualTo(votes(2, 7, 1));
    }

    @Test
    void shouldNotChangeWithTheSetThatGoesOut() {
        tally.summed().set(0, 5);

        assertThat(tally.counted()).isZero();
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

        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(1), none, none, new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("selection: votes of 0 samples, must be of exactly 5");
        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(), none, votes(0, 1, 0), new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("estimation: votes of 1 samples, must be of exactly 0");
        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(5), none, none, new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task 5: must be from 0 to 4");
        assertThatThrownBy(() -> VoteTally.of(LAYOUT, bits(), none, VoteCounts.none(3), new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("votes over 3 classes: must be over 2");
    }

    private static VoteCounts votes(int invalid, int... perClass) {
        return new VoteCounts(perClass, invalid);
    }

    /** Looks at 5 tasks of 10 after the one that selects, then at 6, 7 and so on to 20. */
    private static final TaskLayout SEQUENTIAL = new TaskLayout(new SequentialPlan(0.25, 0.001, 10, 200, 0.25), 10);

    @Test
    void shouldAskForTheNextTaskWhileTheLastOnesAreUnderWay() {
        VoteTally sequential = VoteTally.empty(SEQUENTIAL, 2);
        assertThat(sequential.ahead(false)).isEqualTo(6);
        assertThat(sequential.ahead(true)).as("for who has nothing else to do").isEqualTo(10);

        for (int task = 0; task < 6; task++) {
            sequential.add(task, votes(task == 4 ? 2 : 0, task == 4 ? 8 : 10, 0));
        }

        assertThat(sequential.decide()).isInstanceOf(Undecided.class);
        assertThat(sequential.ahead(false)).isEqualTo(7);
        assertThat(sequential.ahead(true)).isEqualTo(16);
    }

    @Test
    void shouldHaveVotesWaitForThoseOfTasksBeforeThem() {
        // Given: the third task is slow.
        VoteTally sequential = VoteTally.empty(SEQUENTIAL, 2);
        for (int task : new int[] {0, 1, 3, 4, 5, 6, 7, 8}) {
            sequential.add(task, votes(0, task == 4 ? 9 : 10, task == 4 ? 1 : 0));
        }
        assertThat(sequential.decide()).isInstanceOf(Undecided.class);
        assertThat(sequential.waiting()).containsOnlyKeys(6, 7, 8);

        // When: it comes, and is not counted twice.
        assertThat(sequential.add(2, votes(0, 10, 0))).isTrue();
        assertThat(sequential.add(7, votes(0, 0, 10))).isFalse();

        // Then: the plan looks at six tasks, at seven and so on, and stops where it is decided.
        assertThat(sequential.decide()).isInstanceOf(Certified.class);
        assertThat(sequential.summed()).isEqualTo(bits(0, 1, 2, 3, 4, 5, 6, 7));
        assertThat(sequential.waiting()).containsOnlyKeys(8);
    }

    @Test
    void shouldDecideTheSameWhateverTheOrderOfArrivalAndThroughItsState() {
        List<Integer> tasks = new ArrayList<>(IntStream.range(0, 12).boxed().toList());
        Set<String> ends = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(tasks, new Random(seed));
            VoteTally sequential = VoteTally.empty(SEQUENTIAL, 2);
            Decision decision = new Undecided();
            for (int i = 0; i < tasks.size() && decision instanceof Undecided; i++) {
                int task = tasks.get(i);
                sequential.add(task, votes(0, task % 3 == 2 ? 9 : 10, task % 3 == 2 ? 1 : 0));
                decision = sequential.decide();
                sequential = VoteTally.of(
                        SEQUENTIAL,
                        sequential.summed(),
                        sequential.selection(),
                        sequential.estimation(),
                        sequential.waiting());
            }
            ends.add(decision + " of " + sequential.summed());
        }

        assertThat(ends).singleElement().asString().contains("Certified");
    }

    @Test
    void shouldTakeUpATallyThatLookedElsewhere() {
        VoteTally other =
                VoteTally.of(SEQUENTIAL, bits(0, 1, 2, 3, 4, 6, 7), votes(0, 10, 0), votes(0, 60, 0), new TreeMap<>());

        assertThat(other.decide()).isInstanceOf(Undecided.class);
        other.add(5, votes(0, 10, 0));
        assertThat(other.decide()).isInstanceOf(Certified.class);
        assertThat(other.summed()).as("its votes cannot be told apart").isEqualTo(bits(0, 1, 2, 3, 4, 5, 6, 7));
    }

    private static BitSet bits(int... tasks) {
        BitSet bits = new BitSet();
        for (int task : tasks) {
            bits.set(task);
        }
        return bits;
    }
}

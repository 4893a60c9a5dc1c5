package dev.steadfast.smoothing.plans;

import java.util.BitSet;
import java.util.Optional;

/**
 * The votes of one frame so far. Each task counts once, however often its votes arrive, and in whatever order.
 *
 * <p>The plan looks at the votes of all tasks up to one that is fixed beforehand, in whatever order they came; only if it is {@link Undecided}
 * further ones are {@linkplain #asked() asked for}.
 *
 * <p>What it knows is which tasks it has counted, and the sums of their votes: {@link #counted()}, {@link #selection()} and
 * {@link #estimation()} are all its state, and {@link #of} takes it back.
 *
 * <p>Threading notes: mutable, for one thread.
 */
public final class VoteTally {

    private final TaskLayout layout;
    private final BitSet counted;
    private VoteCounts selection;
    private VoteCounts estimation;

    private VoteTally(TaskLayout layout, BitSet counted, VoteCounts selection, VoteCounts estimation) {
        this.layout = layout;
        this.counted = counted;
        this.selection = selection;
        this.estimation = estimation;
    }

    /** A tally that has counted nothing yet, over this many classes. */
    public static VoteTally empty(TaskLayout layout, int classes) {
        return new VoteTally(layout, new BitSet(), VoteCounts.none(classes), VoteCounts.none(classes));
    }

    /**
     * The tally with this state.
     *
     * @param counted indices of the tasks counted; copied
     * @throws IllegalArgumentException if the votes are not those of just these tasks, going by their number, or differ in
     *     their number of classes
     */
    public static VoteTally of(TaskLayout layout, BitSet counted, VoteCounts selection, VoteCounts estimation) {
        requireSamples("selection", samplesOf(layout, counted, true), selection);
        requireSamples("estimation", samplesOf(layout, counted, false), estimation);
        requireClasses(selection.classes(), estimation);
        return new VoteTally(layout, (BitSet) counted.clone(), selection, estimation);
    }

    /**
     * Counts a task's votes, unless it has been counted already.
     *
     * @return whether it counted now; false for a duplicate, which changes nothing
     * @throws IllegalArgumentException if there is no such task, or the votes are not of its number of samples, or not over the
     *     tally's classes
     */
    public boolean add(int taskIndex, VoteCounts votes) {
        TaskLayout.Task task = layout.task(taskIndex);
        requireSamples("task " + taskIndex, task.samples(), votes);
        requireClasses(selection.classes(), votes);
        if (taskIndex >= asked()) {
            throw new IllegalArgumentException("task %d: only %d were asked for".formatted(taskIndex, asked()));
        }
        if (counted.get(taskIndex)) {
            return false;
        }
        if (task.selection()) {
            selection = selection.plus(votes);
        } else {
            estimation = estimation.plus(votes);
        }
        counted.set(taskIndex);
        return true;
    }

    /**
     * How many tasks, from the first, it wants votes of by now. It grows when all of them have counted, for the case that the plan is {@link
     * Undecided}. Of a tally that another version kept, which may have looked elsewhere, all that it has counted were asked for.
     */
    public int asked() {
        int prefix = counted.nextClearBit(0);
        int asked = layout.nextLook(0);
        while ((asked <= prefix || asked < counted.length()) && asked < layout.tasks()) {
            asked = layout.nextLook(asked);
        }
        return asked;
    }

    /** Whether every task has counted up to where the plan looks. */
    public boolean complete() {
        int looked = counted.cardinality();
        return counted.nextClearBit(0) == looked && layout.isLook(looked);
    }

    /**
     * What the plan makes of the votes.
     *
     * @throws IllegalStateException unless {@link #complete()}
     */
    public Decision decide() {
        if (!complete()) {
            throw new IllegalStateException(
                    "votes of %d tasks of %d: a plan decides on all of them".formatted(counted.cardinality(), asked()));
        }
        return layout.plan().decide(selection, estimation);
    }

    /**
     * This tally, with every task that was asked for and has not counted voting against all classes: what a plan makes of that, it would also
     * make of all votes, or more.
     *
     * @return empty while a selection sample is missing: which class is tested must not depend on whose votes came in time
     */
    public Optional<VoteTally> withMissingAgainst() {
        VoteTally closed = of(layout, counted, selection, estimation);
        for (int index = 0; index < asked(); index++) {
            if (!counted.get(index)) {
                if (layout.task(index).selection()) {
                    return Optional.empty();
                }
                closed.add(
                        index,
                        VoteCounts.allInvalid(
                                selection.classes(), layout.task(index).samples()));
            }
        }
        return Optional.of(closed);
    }

    /** A copy of the set of tasks counted, by index. */
    public BitSet counted() {
        return (BitSet) counted.clone();
    }

    /** The votes of the selection samples so far. */
    public VoteCounts selection() {
        return selection;
    }

    /** The votes of the estimation samples so far. */
    public VoteCounts estimation() {
        return estimation;
    }

    private static long samplesOf(TaskLayout layout, BitSet tasks, boolean selection) {
        return tasks.stream()
                .mapToObj(layout::task)
                .filter(task -> task.selection() == selection)
                .mapToLong(TaskLayout.Task::samples)
                .sum();
    }

    private static void requireSamples(String what, long expected, VoteCounts votes) {
        if (votes.samples() != expected) {
            throw new IllegalArgumentException(
                    "%s: votes of %d samples, must be of exactly %d".formatted(what, votes.samples(), expected));
        }
    }

    private static void requireClasses(int expected, VoteCounts votes) {
        if (votes.classes() != expected) {
            throw new IllegalArgumentException(
                    "votes over %d classes: must be over %d".formatted(votes.classes(), expected));
        }
    }
}

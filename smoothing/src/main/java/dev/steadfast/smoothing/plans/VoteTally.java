package dev.steadfast.smoothing.plans;

import java.util.BitSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The votes of one frame so far. Each task counts once, however often its votes arrive, and in whatever order.
 *
 * <p>The plan looks at the votes of all tasks up to one, whatever the order in which they came: first at as many as its {@linkplain
 * TaskLayout#firstLook first look} needs, then, while it is {@link Undecided}, at one more each time. Votes of tasks behind the next look wait, each
 * by itself, until those before them are there.
 *
 * <p>What it knows is which tasks it has summed up, the sums of their votes, and the votes of those that wait: {@link #summed()}, {@link
 * #selection()}, {@link #estimation()} and {@link #waiting()} are all its state, and {@link #of} takes it back.
 *
 * <p>Threading notes: mutable, for one thread.
 */
public final class VoteTally {

    private final TaskLayout layout;
    private final BitSet summed;
    private final SortedMap<Integer, VoteCounts> waiting;
    private VoteCounts selection;
    private VoteCounts estimation;

    private VoteTally(
            TaskLayout layout,
            BitSet summed,
            VoteCounts selection,
            VoteCounts estimation,
            SortedMap<Integer, VoteCounts> waiting) {
        this.layout = layout;
        this.summed = summed;
        this.selection = selection;
        this.estimation = estimation;
        this.waiting = waiting;
    }

    /** A tally that has counted nothing yet, over this many classes. */
    public static VoteTally empty(TaskLayout layout, int classes) {
        return new VoteTally(layout, new BitSet(), VoteCounts.none(classes), VoteCounts.none(classes), new TreeMap<>());
    }

    /**
     * The tally with this state.
     *
     * @param summed indices of the tasks in the sums; copied
     * @param waiting the votes of other tasks, by index; copied
     * @throws IllegalArgumentException if the votes are not those of just these tasks, going by their number, or differ in
     *     their number of classes
     */
    public static VoteTally of(
            TaskLayout layout,
            BitSet summed,
            VoteCounts selection,
            VoteCounts estimation,
            SortedMap<Integer, VoteCounts> waiting) {
        requireSamples("selection", samplesOf(layout, summed, true), selection);
        requireSamples("estimation", samplesOf(layout, summed, false), estimation);
        requireClasses(selection.classes(), estimation);
        VoteTally tally = new VoteTally(layout, (BitSet) summed.clone(), selection, estimation, new TreeMap<>());
        waiting.forEach(tally::add);
        return tally;
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
        if (has(taskIndex)) {
            return false;
        }
        if (taskIndex < look()) {
            sum(task, votes);
        } else {
            waiting.put(taskIndex, votes);
        }
        return true;
    }

    private void sum(TaskLayout.Task task, VoteCounts votes) {
        if (task.selection()) {
            selection = selection.plus(votes);
        } else {
            estimation = estimation.plus(votes);
        }
        summed.set(task.index());
    }

    /** The tasks, from the first, at which the plan looks next, or has just looked. Of a tally that another version kept, all that it has summed up is part of that. */
    public int look() {
        return Math.max(layout.firstLook(), summed.length());
    }

    /** Whether a task has been counted. */
    public boolean has(int taskIndex) {
        return summed.get(taskIndex) || waiting.containsKey(taskIndex);
    }

    /** How many tasks have been counted. */
    public int counted() {
        return summed.cardinality() + waiting.size();
    }

    /** How many tasks, from the first, should have been sent by now: see {@link TaskLayout#ahead}. */
    public int ahead(boolean idle) {
        return Math.max(look(), layout.ahead(counted(), idle));
    }

    /** Whether every task has been summed up to where the plan looks. */
    private boolean complete() {
        int looked = summed.cardinality();
        return summed.nextClearBit(0) == looked && layout.isLook(looked);
    }

    /**
     * What the plan makes of the votes, look by look as far as they have come.
     *
     * @return {@link Undecided} if it wants more
     */
    public Decision decide() {
        Decision decision = new Undecided();
        while (complete()) {
            decision = layout.plan().decide(selection, estimation);
            int next = summed.cardinality();
            VoteCounts votes = decision instanceof Undecided ? waiting.remove(next) : null;
            if (votes == null) {
                return decision;
            }
            sum(layout.task(next), votes);
        }
        return decision;
    }

    /**
     * This tally, with every task before the last that was counted, or before the next look, voting against all classes unless its votes are there:
     * what a plan makes of that, it would also make of all votes, or more.
     *
     * @return empty while a selection sample is missing: which class is tested must not depend on whose votes came in time
     */
    public Optional<VoteTally> withMissingAgainst() {
        VoteTally closed = of(layout, summed, selection, estimation, waiting);
        int end = Math.max(look(), waiting.isEmpty() ? 0 : waiting.lastKey() + 1);
        for (int index = 0; index < end; index++) {
            if (!has(index)) {
                TaskLayout.Task task = layout.task(index);
                if (task.selection()) {
                    return Optional.empty();
                }
                closed.add(index, VoteCounts.allInvalid(selection.classes(), task.samples()));
            }
        }
        return Optional.of(closed);
    }

    /** A copy of the set of tasks that are in the sums, by index. */
    public BitSet summed() {
        return (BitSet) summed.clone();
    }

    /** The votes of the selection samples that are summed up. */
    public VoteCounts selection() {
        return selection;
    }

    /** The votes of the estimation samples that are summed up. */
    public VoteCounts estimation() {
        return estimation;
    }

    /** A copy of the votes of tasks that wait for those before them, by index. */
    public SortedMap<Integer, VoteCounts> waiting() {
        return new TreeMap<>(waiting);
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

package dev.steadfast.smoothing.plans;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The votes of a run of samples: how many went to each class, and how many were invalid.
 *
 * <p>An invalid vote is a sample for which the classifier gave no single class: NaN or infinite logits, a tie, a failed or lost
 * task. It is a vote <i>against</i> every class: it counts among the samples, and for nobody.
 *
 * <p>Immutable; equality by content.
 */
public final class VoteCounts {

    private final int[] perClass;
    private final int invalid;
    private final int samples;

    /**
     * @param perClass votes for each class, by class index; at least one class; copied
     * @param invalid invalid votes
     * @throws IllegalArgumentException if there is no class, a count is negative, or all together exceed an {@code int}
     */
    public VoteCounts(int[] perClass, int invalid) {
        this.perClass = perClass.clone();
        this.invalid = invalid;
        this.samples = sum(this.perClass, invalid);
    }

    /** No votes at all. */
    public static VoteCounts none(int classes) {
        return allInvalid(classes, 0);
    }

    /** Votes of samples of which none was valid, as for a lost or poisoned task. */
    public static VoteCounts allInvalid(int classes, int samples) {
        return new VoteCounts(new int[classes], samples);
    }

    /** A copy of the votes for each class, by class index. */
    public int[] perClass() {
        return perClass.clone();
    }

    /** Votes against every class. */
    public int invalid() {
        return invalid;
    }

    /** All votes, valid and invalid. */
    public int samples() {
        return samples;
    }

    /** Number of classes. */
    public int classes() {
        return perClass.length;
    }

    /**
     * Votes for one class.
     *
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public int votesFor(int cls) {
        return perClass[Objects.checkIndex(cls, perClass.length)];
    }

    /** The class with most votes, of equals the one with the lowest index; empty if there is no valid vote. */
    public OptionalInt leader() {
        if (samples == invalid) {
            return OptionalInt.empty();
        }
        int leader = 0;
        for (int cls = 1; cls < perClass.length; cls++) {
            if (perClass[cls] > perClass[leader]) {
                leader = cls;
            }
        }
        return OptionalInt.of(leader);
    }

    /** The most votes that any class other than {@code cls} has. */
    int mostVotesBeside(int cls) {
        int most = 0;
        for (int other = 0; other < perClass.length; other++) {
            if (other != cls) {
                most = Math.max(most, perClass[other]);
            }
        }
        return most;
    }

    /**
     * These votes and the others together.
     *
     * @throws IllegalArgumentException if they differ in their number of classes, or their sum exceeds an {@code int}
     */
    public VoteCounts plus(VoteCounts other) {
        if (other.classes() != classes()) {
            throw new IllegalArgumentException(
                    "votes over " + other.classes() + " classes cannot join votes over " + classes());
        }
        int[] sums = perClass.clone();
        for (int cls = 0; cls < sums.length; cls++) {
            sums[cls] += other.perClass[cls];
        }
        requireInt((long) samples + other.samples);
        return new VoteCounts(sums, invalid + other.invalid);
    }

    private static int sum(int[] perClass, int invalid) {
        if (perClass.length == 0) {
            throw new IllegalArgumentException("votes over 0 classes: there must be at least one");
        }
        if (invalid < 0) {
            throw new IllegalArgumentException("invalid = " + invalid + ": must not be negative");
        }
        long sum = invalid;
        for (int cls = 0; cls < perClass.length; cls++) {
            if (perClass[cls] < 0) {
                throw new IllegalArgumentException(
                        "votes for class " + cls + " = " + perClass[cls] + ": must not be negative");
            }
            sum += perClass[cls];
        }
        return requireInt(sum);
    }

    private static int requireInt(long samples) {
        if (samples > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(samples + " votes: must be at most " + Integer.MAX_VALUE);
        }
        return (int) samples;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VoteCounts that && invalid == that.invalid && Arrays.equals(perClass, that.perClass);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(perClass) + invalid;
    }

    @Override
    public String toString() {
        return "VoteCounts[perClass=" + Arrays.toString(perClass) + ", invalid=" + invalid + "]";
    }
}

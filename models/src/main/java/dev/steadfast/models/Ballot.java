package dev.steadfast.models;

import dev.steadfast.smoothing.plans.VoteCounts;

/** The votes of one request while they come in. */
final class Ballot {
    private final int[] perClass;
    private int invalid;

    Ballot(int classes) {
        this.perClass = new int[classes];
    }

    /** Counts a class, or {@link Logits#INVALID}. */
    void count(int vote) {
        if (vote == Logits.INVALID) {
            invalid++;
        } else {
            perClass[vote]++;
        }
    }

    VoteCounts counts() {
        return new VoteCounts(perClass, invalid);
    }
}

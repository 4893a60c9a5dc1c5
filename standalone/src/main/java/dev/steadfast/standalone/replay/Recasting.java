package dev.steadfast.standalone.replay;

import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Casts samples again, in order, until there are no more or somebody has enough. */
final class Recasting {

    private final VotesAgain votes;
    private final BooleanSupplier enough;
    private final IntConsumer progress;
    private long left;

    /**
     * @param most samples in all
     * @param enough asked before each part
     * @param progress is told of each part how many samples it had
     */
    Recasting(VotesAgain votes, long most, BooleanSupplier enough, IntConsumer progress) {
        this.votes = votes;
        this.left = most;
        this.enough = enough;
        this.progress = progress;
    }

    /** The votes of a run of samples, or of as many of its first ones as were cast. */
    VoteCounts of(long firstSample, int samples) {
        VoteCounts counts = VoteCounts.none(votes.classes());
        for (int done = 0; done < samples && left > 0 && !enough.getAsBoolean(); ) {
            int part = (int) Math.min(left, Math.min(votes.atOnce(), samples - done));
            counts = counts.plus(votes.cast(firstSample + done, part));
            done += part;
            left -= part;
            progress.accept(part);
        }
        return counts;
    }
}

package dev.steadfast.workers.voting;

import dev.steadfast.smoothing.plans.VoteCounts;
import java.time.Duration;
import java.time.Instant;

/**
 * The votes of a task, or of its first samples.
 *
 * @param startedAt when the first of the slices began that held samples of the task
 * @param compute how long those slices took
 */
record Ballot(VoteCounts counts, Instant startedAt, Duration compute) {

    Ballot plus(Ballot later) {
        return new Ballot(counts.plus(later.counts), startedAt, compute.plus(later.compute));
    }
}

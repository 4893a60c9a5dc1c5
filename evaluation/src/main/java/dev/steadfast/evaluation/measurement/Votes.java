package dev.steadfast.evaluation.measurement;

import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.List;

/** Where votes come from: {@link dev.steadfast.models.NoisyVoter#vote}. */
@FunctionalInterface
public interface Votes {

    /**
     * Votes.
     *
     * @return the counts of each request, in order
     */
    List<VoteCounts> of(List<VoteRequest> requests);
}

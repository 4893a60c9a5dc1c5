package dev.steadfast.evaluation;

import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.VoteCounts;
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

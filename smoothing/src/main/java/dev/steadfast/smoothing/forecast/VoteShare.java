package dev.steadfast.smoothing.forecast;

/**
 * How an image was voted on: what is known of its probabilities.
 *
 * @param votes for the class that other samples had chosen
 * @param runnerUp votes for the class, of the others, that had most, and invalid ones
 * @param samples all votes, at least 1
 */
public record VoteShare(int votes, int runnerUp, int samples) {

    /** @throws IllegalArgumentException if a number is negative, there is no sample, or there are more votes than samples */
    public VoteShare {
        if (samples < 1) {
            throw new IllegalArgumentException("samples must be at least 1, but are " + samples);
        }
        if (votes < 0 || runnerUp < 0 || (long) votes + runnerUp > samples) {
            throw new IllegalArgumentException(
                    "votes and runnerUp must be 0 or more, and together at most %d, but are %d and %d"
                            .formatted(samples, votes, runnerUp));
        }
    }
}

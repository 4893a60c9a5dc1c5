package dev.steadfast.chaos.evidence;

import java.util.List;

/**
 * What a worker answered to a task.
 *
 * @param place where it stands
 * @param noiseKey in hexadecimal digits
 * @param perClass votes for each class
 * @param invalid votes against every class
 * @param failed whether the task was not run at all, and all are votes against because of it
 */
public record VoteRecord(
        Place place,
        String frameId,
        String noiseKey,
        int taskIndex,
        long firstSample,
        int samples,
        List<Integer> perClass,
        int invalid,
        boolean failed) {

    public VoteRecord {
        perClass = List.copyOf(perClass);
    }

    /** Whether another says the same about the same task. */
    public boolean agreesWith(VoteRecord other) {
        return firstSample == other.firstSample
                && samples == other.samples
                && invalid == other.invalid
                && perClass.equals(other.perClass);
    }
}

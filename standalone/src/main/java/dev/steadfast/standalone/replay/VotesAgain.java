package dev.steadfast.standalone.replay;

import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The votes of a frame's samples, cast again, a few forward batches at a time.
 *
 * @param input the certified input
 * @param key of the frame's noise
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
record VotesAgain(NoisyVoter voter, byte[] input, double sigma, NoiseKey key) {

    private static final int MOST_SAMPLES = 500;

    /**
     * Casts the votes of a run of samples.
     *
     * @param progress is told of each part how many samples it had
     */
    VoteCounts of(long firstSample, int samples, IntConsumer progress) {
        VoteCounts counts = VoteCounts.none(voter.classes());
        for (int done = 0; done < samples; ) {
            int part = Math.min(MOST_SAMPLES, samples - done);
            VoteRequest request = new VoteRequest(input, sigma, key, firstSample + done, part);
            counts = counts.plus(voter.vote(List.of(request)).get(0));
            done += part;
            progress.accept(part);
        }
        return counts;
    }
}

package dev.steadfast.standalone.replay;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import java.util.List;

/**
 * Votes of PyTorch, as workers cast them.
 *
 * @param input the certified input
 * @param key of the frame's noise
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
record EngineVotes(NoisyVoter voter, byte[] input, double sigma, NoiseKey key) implements VotesAgain {

    private static final int MOST_SAMPLES = 500;

    /**
     * Opens the bundle in the precision that answered, if this machine has its backend; else in its own.
     *
     * @param backend that answered
     * @throws CommandException if there is no such device
     */
    static EngineVotes open(
            ModelBundle bundle,
            String backend,
            String device,
            Resources resources,
            byte[] input,
            double sigma,
            NoiseKey key) {
        try {
            return new EngineVotes(resources.start(() -> voter(bundle, backend, device)), input, sigma, key);
        } catch (IllegalArgumentException e) {
            throw new CommandException("worker.device: " + e.getMessage(), e);
        }
    }

    private static NoisyVoter voter(ModelBundle bundle, String backend, String device) {
        for (ModelBundle variant : bundle.offered()) {
            NoisyVoter voter = NoisyVoter.open(variant, device);
            if (bundle.offered().size() == 1 || voter.backend().equals(backend)) {
                return voter;
            }
            voter.close();
        }
        return NoisyVoter.open(bundle, device);
    }

    @Override
    public int classes() {
        return voter.classes();
    }

    @Override
    public String backend() {
        return voter.backend();
    }

    @Override
    public int atOnce() {
        return MOST_SAMPLES;
    }

    @Override
    public VoteCounts cast(long firstSample, int samples) {
        return voter.vote(List.of(new VoteRequest(input, sigma, key, firstSample, samples)))
                .get(0);
    }
}

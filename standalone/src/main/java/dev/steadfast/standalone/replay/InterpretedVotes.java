package dev.steadfast.standalone.replay;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.command.CommandException;
import java.io.IOException;

/**
 * Votes of the interpreter of integer networks: exactly those that every worker must have cast, from Java alone.
 *
 * @param input the certified input
 * @param key of the frame's noise
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
record InterpretedVotes(InterpretedVoter voter, byte[] input, double sigma, NoiseKey key) implements VotesAgain {

    /** Samples for each processor in a call: so few that somebody who stops need not wait. */
    private static final int SAMPLES_A_PROCESSOR = 2;

    /** @throws CommandException if a network of the bundle is none of integers, or cannot be read */
    static InterpretedVotes open(ModelBundle bundle, byte[] input, double sigma, NoiseKey key) {
        try {
            if (!InterpretedVoter.isFor(bundle)) {
                throw new CommandException(
                        ("--exact needs a bundle whose networks are all of integers, which are the same on every machine, but those of"
                                        + " %s %s compute in %s. Replay without --exact, on a machine of the kind that answered;"
                                        + " steadfast quantise makes integer networks of others, for predictions to come")
                                .formatted(
                                        bundle.manifest().name(),
                                        bundle.manifest().version(),
                                        bundle.manifest().precision()));
            }
            return new InterpretedVotes(InterpretedVoter.open(bundle), input, sigma, key);
        } catch (IOException e) {
            throw new CommandException("the bundle cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int classes() {
        return voter.classes();
    }

    @Override
    public String backend() {
        return InterpretedVoter.BACKEND;
    }

    @Override
    public int atOnce() {
        return SAMPLES_A_PROCESSOR * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public VoteCounts cast(long firstSample, int samples) {
        return voter.vote(input, sigma, key, firstSample, samples);
    }
}

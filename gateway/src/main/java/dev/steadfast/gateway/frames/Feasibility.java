package dev.steadfast.gateway.frames;

import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.gateway.problems.Problem;
import java.util.Optional;
import java.util.OptionalInt;

/** Knows what the bundles that answer can be asked for. */
public interface Feasibility {

    /**
     * Why a frame would be rejected for what is asked of it, if it is certain that it would.
     *
     * @param groundTruth as a class index, if there is one
     */
    Optional<Problem> refusal(Optional<SamplingOptions> options, Optional<Integer> groundTruth);

    /**
     * How many samples a frame asks for, n0 + n, which names one of both; what it does not name is as the deployment announces it. Empty for a
     * frame that names neither, and so gets the deployment's.
     */
    OptionalInt samplesAskedFor(Optional<SamplingOptions> options);

    /** How many samples a frame may take, n0 + n, whatever it names; empty while no bundle has been announced. */
    OptionalInt mostSamples(Optional<SamplingOptions> options);
}

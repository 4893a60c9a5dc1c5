package dev.steadfast.gateway.frames;

import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.gateway.problems.Problem;
import java.util.Optional;

/** Knows what the bundles that answer can be asked for. */
@FunctionalInterface
public interface Feasibility {

    /**
     * Why a frame would be rejected for what is asked of it, if it is certain that it would.
     *
     * @param groundTruth as a class index, if there is one
     */
    Optional<Problem> refusal(Optional<SamplingOptions> options, Optional<Integer> groundTruth);
}

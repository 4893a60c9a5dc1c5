package dev.steadfast.gateway.access;

import dev.steadfast.smoothing.Limits;
import java.util.OptionalInt;

/**
 * The most samples that somebody may have spent at once: on one frame that names how many it wants, or on one replay.
 *
 * @param most at least 1; empty for as many as the deployment takes
 * @param setBy what says so, for people
 */
record SampleCap(OptionalInt most, String setBy) {

    /** As many as the deployment takes. */
    static final SampleCap NONE = new SampleCap(OptionalInt.empty(), "nothing");

    SampleCap {
        if (most.isPresent() && (most.getAsInt() < 1 || most.getAsInt() > Limits.MAX_SAMPLES)) {
            throw new IllegalArgumentException(
                    "max-samples must be from 1 to %d, was %d".formatted(Limits.MAX_SAMPLES, most.getAsInt()));
        }
    }

    /** That of one key. */
    static SampleCap ofKey(int most) {
        return new SampleCap(OptionalInt.of(most), "max-samples of the key");
    }

    /** That of all who have none of their own; 0 for none. */
    static SampleCap ofAll(int most) {
        return most == 0 ? NONE : new SampleCap(OptionalInt.of(most), "gateway.access.max-samples");
    }

    /** This one, or another where it is none. */
    SampleCap or(SampleCap other) {
        return most.isPresent() ? this : other;
    }

    boolean allows(long samples) {
        return most.isEmpty() || samples <= most.getAsInt();
    }
}

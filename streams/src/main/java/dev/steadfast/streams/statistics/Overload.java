package dev.steadfast.streams.statistics;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraOverload;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import java.time.Duration;
import java.time.Instant;

/**
 * While frames of a camera are given up, since more come than the workers can vote on in time.
 *
 * @param since when the first was
 * @param latest when the last was
 * @param frames answers since the first, that one included
 * @param givenUp those of them that were given up
 */
record Overload(Instant since, Instant latest, int frames, int givenUp) {

    /** It is over when for so long no frame was given up. */
    static final Duration CALM = Duration.ofSeconds(15);

    /** By name, since contracts of other versions may have no such rejection. */
    private static final String REJECTED = "OVERLOADED";

    static boolean isGivenUp(CertifiedPrediction prediction) {
        return prediction.getAbstentionReason() == AbstentionReason.OVERLOADED;
    }

    static boolean isGivenUp(RejectedFrame rejected) {
        return rejected.getReason().name().equals(REJECTED);
    }

    static Overload beginning(Instant now) {
        return new Overload(now, now, 1, 1);
    }

    static Overload of(CameraOverload remembered) {
        return new Overload(
                remembered.getSince(), remembered.getLatest(), remembered.getFrames(), remembered.getGivenUp());
    }

    /** With one more frame. */
    Overload plus(boolean isGivenUp, Instant now) {
        Instant last = isGivenUp && now.isAfter(latest) ? now : latest;
        return new Overload(since, last, frames + 1, givenUp + (isGivenUp ? 1 : 0));
    }

    /** When it is over if no further frame is given up. */
    Instant end() {
        return latest.plus(CALM);
    }

    CameraOverload remembered() {
        return new CameraOverload(since, latest, frames, givenUp);
    }
}

package dev.steadfast.streams.metrics;

import dev.steadfast.streams.certification.FrameLedger.Counting;

/** What became of a vote batch that could be read. */
public enum VoteFate {
    COUNTED,

    /** Its task had been counted. */
    DUPLICATE,

    /** It was for an earlier frame with the same id. */
    STALE,

    /** Its frame had been settled. */
    LATE,

    /** It came from another backend than the votes before it, and its task was sent again. */
    OTHER_BACKEND,

    /** It was no answer to the task it named. */
    MALFORMED;

    /** The fate that the ledger gave it. */
    public static VoteFate of(Counting counting) {
        if (counting instanceof Counting.Counted) {
            return COUNTED;
        } else if (counting instanceof Counting.Duplicate) {
            return DUPLICATE;
        } else if (counting instanceof Counting.Stale) {
            return STALE;
        } else if (counting instanceof Counting.OtherBackend) {
            return OTHER_BACKEND;
        }
        return MALFORMED;
    }
}

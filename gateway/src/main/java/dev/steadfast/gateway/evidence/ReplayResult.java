package dev.steadfast.gateway.evidence;

/** What became of a replay whose votes all came. */
public enum ReplayResult {
    /** Every vote is the same. */
    SAME,

    /** The same backend voted otherwise, which must not be. */
    DIFFERENT,

    /** Votes differ, but another backend gave them, or tasks could not be run. */
    INCONCLUSIVE
}

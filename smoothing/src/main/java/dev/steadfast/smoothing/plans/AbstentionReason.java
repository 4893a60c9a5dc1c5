package dev.steadfast.smoothing.plans;

/** Why there is no claim. */
public enum AbstentionReason {
    /** The votes are too divided: the bound is not above 1/2, or the lead is not significant. */
    NOT_CONFIDENT,
    /** Not one sample that could choose the class gave a valid vote. */
    NO_VALID_VOTES,
    /** Votes were missing when the frame's time was up. No plan decides this: it is for whoever keeps the time. */
    DEADLINE
}

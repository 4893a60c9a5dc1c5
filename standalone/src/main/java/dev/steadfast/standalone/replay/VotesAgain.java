package dev.steadfast.standalone.replay;

import dev.steadfast.smoothing.plans.VoteCounts;

/** Casts votes of a frame's samples again. */
interface VotesAgain {

    /** The number of classes. */
    int classes();

    /** What casts them. */
    String backend();

    /** How many samples to ask for in a call, for it to take neither long nor more than it need. */
    int atOnce();

    /** The votes of a run of samples. */
    VoteCounts cast(long firstSample, int samples);
}

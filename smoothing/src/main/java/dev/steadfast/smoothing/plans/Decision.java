package dev.steadfast.smoothing.plans;

/** What a plan makes of the votes so far: an outcome, or that it wants more of them. */
public sealed interface Decision permits Outcome, Undecided {}

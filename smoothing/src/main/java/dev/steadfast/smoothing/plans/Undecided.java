package dev.steadfast.smoothing.plans;

/** The votes so far settle nothing, and there are more samples to ask for. */
public record Undecided() implements Decision {}

package dev.steadfast.smoothing.plans;

/** What a plan makes of its votes. Each holds with confidence 1 - alpha; none says that the class is the right one. */
public sealed interface Outcome extends Decision permits Certified, Predicted, Abstained {}

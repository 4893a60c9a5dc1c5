package dev.steadfast.streams.reconciliation;

import java.time.Instant;

/**
 * How far a partition of the frames topic is reconciled.
 *
 * @param offset all frames below have their answer
 * @param since those from there on were taken after this time
 */
record Progress(long offset, Instant since) {}

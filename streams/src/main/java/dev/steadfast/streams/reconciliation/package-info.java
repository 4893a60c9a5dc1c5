/** Compares the frames that were taken with those that were answered, and asks what became of the rest. */
@NullMarked
package dev.steadfast.streams.reconciliation;

import org.jspecify.annotations.NullMarked;

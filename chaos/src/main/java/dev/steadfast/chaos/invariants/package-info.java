/** What must hold whatever the faults were. */
@NullMarked
package dev.steadfast.chaos.invariants;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package dev.steadfast.chaos.invariants;

import org.jspecify.annotations.NullMarked;

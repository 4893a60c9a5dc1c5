/** Frames for a system under faults, and what was acknowledged of them. */
@NullMarked
package dev.steadfast.chaos.load;

import org.jspecify.annotations.NullMarked;

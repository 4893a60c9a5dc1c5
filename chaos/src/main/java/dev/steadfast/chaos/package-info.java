/** Faults made on purpose in a system of real processes. */
@NullMarked
package dev.steadfast.chaos;

import org.jspecify.annotations.NullMarked;

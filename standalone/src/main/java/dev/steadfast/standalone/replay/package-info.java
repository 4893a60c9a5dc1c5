/**
 * Casts the votes of a prediction again, from its receipt, and says whether they come out the same. Finds the
 * prediction and its input by itself.
 */
@NullMarked
package dev.steadfast.standalone.replay;

import org.jspecify.annotations.NullMarked;

/** What votes say of probabilities, and probabilities of radii; every bound is rounded to the safe side. */
@NullMarked
package dev.steadfast.smoothing.bounds;

import org.jspecify.annotations.NullMarked;

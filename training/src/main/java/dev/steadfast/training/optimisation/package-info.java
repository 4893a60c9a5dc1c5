/** The network that is trained, and the steps that change its weights. */
@NullMarked
package dev.steadfast.training.optimisation;

import org.jspecify.annotations.NullMarked;

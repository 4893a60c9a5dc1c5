@NullMarked
package dev.steadfast.training.optimisation;

import org.jspecify.annotations.NullMarked;

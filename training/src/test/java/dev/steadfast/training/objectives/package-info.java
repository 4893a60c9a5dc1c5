@NullMarked
package dev.steadfast.training.objectives;

import org.jspecify.annotations.NullMarked;

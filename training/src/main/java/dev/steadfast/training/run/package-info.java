/** A run from its recipe to the finished network: its folder, its checkpoints, its log, and how it goes on after an interruption. */
@NullMarked
package dev.steadfast.training.run;

import org.jspecify.annotations.NullMarked;

/**
 * Labelled images as batches: in which order, how changed, and which are held out. All of it follows from the seed and
 * the number of the step.
 */
@NullMarked
package dev.steadfast.training.data;

import org.jspecify.annotations.NullMarked;

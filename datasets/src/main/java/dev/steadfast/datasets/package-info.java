/** Labelled images on disk, to train on and to measure with. */
@NullMarked
package dev.steadfast.datasets;

import org.jspecify.annotations.NullMarked;

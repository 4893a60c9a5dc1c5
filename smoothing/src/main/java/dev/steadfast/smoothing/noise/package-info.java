/** The noise a frame is seen through: integers on the pixel grid, drawn from AES-256 by key and sample, alike on every machine. */
@NullMarked
package dev.steadfast.smoothing.noise;

import org.jspecify.annotations.NullMarked;

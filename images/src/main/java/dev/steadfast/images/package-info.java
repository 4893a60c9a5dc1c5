/** From an encoded image to the certified input: decoding within limits, and one deterministic way of resizing. */
@NullMarked
package dev.steadfast.images;

import org.jspecify.annotations.NullMarked;

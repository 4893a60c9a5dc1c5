/**
 * JPEG (ITU-T T.81), decoded in Java: sequential and progressive Huffman coding of 8 bits. Pixels are those of the reference library,
 * libjpeg, in its default settings, to the bit: the same inverse transform, interpolation and conversion, in integers. Where libjpeg warns
 * and guesses, this refuses.
 */
@NullMarked
package dev.steadfast.images.formats.jpeg;

import org.jspecify.annotations.NullMarked;

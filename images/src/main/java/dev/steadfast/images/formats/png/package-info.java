/** PNG (ISO/IEC 15948), decoded in Java: every colour type and depth, interlaced or not. Checksums must be right. */
@NullMarked
package dev.steadfast.images.formats.png;

import org.jspecify.annotations.NullMarked;

/** The intake: which frames are accepted, as what, and why others are not. */
@NullMarked
package dev.steadfast.streams.intake;

import org.jspecify.annotations.NullMarked;

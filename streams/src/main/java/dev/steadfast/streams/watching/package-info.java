/** Threads that look at something again and again. */
@NullMarked
package dev.steadfast.streams.watching;

import org.jspecify.annotations.NullMarked;

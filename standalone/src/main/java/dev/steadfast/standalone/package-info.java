/** The {@code steadfast} command line, and everything in one JVM. */
@NullMarked
package dev.steadfast.standalone;

import org.jspecify.annotations.NullMarked;

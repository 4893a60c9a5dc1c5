/** The topology: what it is made of, how it is configured, how it is run. */
@NullMarked
package dev.steadfast.streams;

import org.jspecify.annotations.NullMarked;

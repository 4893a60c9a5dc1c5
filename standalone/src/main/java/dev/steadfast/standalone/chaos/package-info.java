/** Faults made on purpose, from the command line. */
@NullMarked
package dev.steadfast.standalone.chaos;

import org.jspecify.annotations.NullMarked;

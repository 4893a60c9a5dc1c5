/** Trains classifiers and denoisers from the command line. The training itself is in the module {@code training}. */
@NullMarked
package dev.steadfast.standalone.train;

import org.jspecify.annotations.NullMarked;

/** HTTP: frames in, predictions out, live or one at a time, and a page that shows them arriving. */
@NullMarked
package dev.steadfast.gateway;

import org.jspecify.annotations.NullMarked;

/** Files that are there as a whole or not at all. */
@NullMarked
package dev.steadfast.files;

import org.jspecify.annotations.NullMarked;

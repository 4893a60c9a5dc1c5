/** Tests. */
@NullMarked
package dev.steadfast.standalone.chaos;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package dev.steadfast.chaos.schedule;

import org.jspecify.annotations.NullMarked;

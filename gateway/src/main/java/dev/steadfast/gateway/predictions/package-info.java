/** What became of the frames: remembered, in pages, and live. */
@NullMarked
package dev.steadfast.gateway.predictions;

import org.jspecify.annotations.NullMarked;

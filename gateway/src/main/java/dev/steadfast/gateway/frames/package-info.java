/** Images in: from a request to the topic of frames. */
@NullMarked
package dev.steadfast.gateway.frames;

import org.jspecify.annotations.NullMarked;

/** Routing: which of the served bundles answers a frame, and which one votes on it beside that. */
@NullMarked
package dev.steadfast.streams.routing;

import org.jspecify.annotations.NullMarked;

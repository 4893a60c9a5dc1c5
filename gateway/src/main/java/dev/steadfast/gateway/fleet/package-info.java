/** Cameras, workers, backlog: what the operator watches. */
@NullMarked
package dev.steadfast.gateway.fleet;

import org.jspecify.annotations.NullMarked;

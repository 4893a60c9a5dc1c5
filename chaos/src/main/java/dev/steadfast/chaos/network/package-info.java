/** Connections that can be held up, broken and slowed. */
@NullMarked
package dev.steadfast.chaos.network;

import org.jspecify.annotations.NullMarked;

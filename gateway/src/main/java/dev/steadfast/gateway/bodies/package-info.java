/** What clients send: read within bounds of size, memory and time. */
@NullMarked
package dev.steadfast.gateway.bodies;

import org.jspecify.annotations.NullMarked;

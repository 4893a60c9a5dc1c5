@NullMarked
package dev.steadfast.gateway.bodies;

import org.jspecify.annotations.NullMarked;

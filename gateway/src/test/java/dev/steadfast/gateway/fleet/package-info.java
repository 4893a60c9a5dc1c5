@NullMarked
package dev.steadfast.gateway.fleet;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.steadfast.streams.routing;

import org.jspecify.annotations.NullMarked;

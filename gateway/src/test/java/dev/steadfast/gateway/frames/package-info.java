@NullMarked
package dev.steadfast.gateway.frames;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.steadfast.smoothing.bounds;

import org.jspecify.annotations.NullMarked;

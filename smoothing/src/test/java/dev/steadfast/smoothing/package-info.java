@NullMarked
package dev.steadfast.smoothing;

import org.jspecify.annotations.NullMarked;

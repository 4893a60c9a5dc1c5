@NullMarked
package dev.steadfast.smoothing.noise;

import org.jspecify.annotations.NullMarked;

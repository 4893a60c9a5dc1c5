@NullMarked
package dev.steadfast.smoothing.forecast;

import org.jspecify.annotations.NullMarked;

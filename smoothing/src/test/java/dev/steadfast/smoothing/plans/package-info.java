@NullMarked
package dev.steadfast.smoothing.plans;

import org.jspecify.annotations.NullMarked;

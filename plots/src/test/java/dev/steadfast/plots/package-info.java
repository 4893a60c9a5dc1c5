@NullMarked
package dev.steadfast.plots;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.steadfast.integers;

import org.jspecify.annotations.NullMarked;

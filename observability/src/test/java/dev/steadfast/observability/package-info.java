@NullMarked
package dev.steadfast.observability;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.steadfast.streams;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.steadfast.streams.admission;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.steadfast.streams.metrics;

import org.jspecify.annotations.NullMarked;

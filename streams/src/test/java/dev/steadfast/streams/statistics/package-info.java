@NullMarked
package dev.steadfast.streams.statistics;

import org.jspecify.annotations.NullMarked;

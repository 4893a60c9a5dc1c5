/** What the topology measures, for Prometheus. */
@NullMarked
package dev.steadfast.streams.metrics;

import org.jspecify.annotations.NullMarked;

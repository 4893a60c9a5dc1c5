/** What a worker measures, for Prometheus. */
@NullMarked
package dev.steadfast.workers.metrics;

import org.jspecify.annotations.NullMarked;

/** What the gateway measures, for Prometheus. */
@NullMarked
package dev.steadfast.gateway.metrics;

import org.jspecify.annotations.NullMarked;

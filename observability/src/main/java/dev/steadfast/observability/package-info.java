/** The board and the alerts, asked of a real Prometheus. */
@NullMarked
package dev.steadfast.observability;

import org.jspecify.annotations.NullMarked;

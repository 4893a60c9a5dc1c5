@NullMarked
package dev.steadfast.workers.metrics;

import org.jspecify.annotations.NullMarked;

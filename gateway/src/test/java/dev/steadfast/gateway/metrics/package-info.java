@NullMarked
package dev.steadfast.gateway.metrics;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.steadfast.gateway.kafka;

import org.jspecify.annotations.NullMarked;

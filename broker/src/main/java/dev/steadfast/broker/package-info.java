/** A Kafka broker inside this JVM. */
@NullMarked
package dev.steadfast.broker;

import org.jspecify.annotations.NullMarked;

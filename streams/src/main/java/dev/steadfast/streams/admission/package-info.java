/**
 * Which frames' tasks are sent to the workers next, and which frames can be answered in time no more. Pure Java, without Kafka and without a
 * clock: who uses it says what time it is.
 */
@NullMarked
package dev.steadfast.streams.admission;

import org.jspecify.annotations.NullMarked;

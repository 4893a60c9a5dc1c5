package dev.steadfast.gateway.kafka;

import java.time.Duration;

/** From where a feed reads a topic when it starts. */
public sealed interface LookBack {

    /** The latest records of each partition. */
    record Records(long count) implements LookBack {}

    /** What was written in this time. */
    record Since(Duration time) implements LookBack {}

    /** All that the topic keeps. */
    record Everything() implements LookBack {}

    /** Only what arrives. */
    record Nothing() implements LookBack {}
}

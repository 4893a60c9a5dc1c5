package dev.steadfast.gateway.fleet;

import java.util.OptionalLong;

/**
 * What waits in Kafka.
 *
 * @param frames frames that the topology has not read, where Kafka tells
 * @param tasks noise tasks that no worker has finished, where Kafka tells
 */
public record Backlog(OptionalLong frames, OptionalLong tasks) {

    /** Nothing is known. */
    public static final Backlog UNKNOWN = new Backlog(OptionalLong.empty(), OptionalLong.empty());
}

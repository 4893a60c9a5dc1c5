package dev.steadfast.gateway.fleet;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What waits for the workers of a queue.
 *
 * @param queue its topic
 * @param tasks noise tasks that no worker has finished, sent or not; empty where Kafka does not tell
 * @param tasksPerSecond how many the workers do, above 0; empty where that is not known
 */
record QueuedWork(String queue, OptionalLong tasks, OptionalDouble tasksPerSecond) {

    /** How long it takes the workers at their speed; empty where one of both is not known. */
    OptionalDouble seconds() {
        return tasks.isPresent() && tasksPerSecond.isPresent()
                ? OptionalDouble.of(tasks.getAsLong() / tasksPerSecond.getAsDouble())
                : OptionalDouble.empty();
    }
}

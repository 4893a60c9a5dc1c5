package dev.steadfast.streams.reconciliation;

import java.time.Duration;

/**
 * How long to wait for answers.
 *
 * @param deadline after which the topology answers a frame that it has taken, whatever votes there are
 * @param slack how much later that may be committed, and by how much the clocks of instances may differ
 * @param idRetention how long after its answer a frame that comes again is known for the same
 */
public record Patience(Duration deadline, Duration slack, Duration idRetention) {

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int LOOKS = 10;

    /** How long after it was taken a frame that has no answer has lost it: until it was answered, that was committed, and it counts as long ago. */
    Duration untilLost() {
        return deadline.plus(slack.multipliedBy(2));
    }

    /** How often to look. */
    Duration look() {
        Duration part = untilLost().dividedBy(LOOKS);
        return part.compareTo(LOOK) < 0 ? part : LOOK;
    }
}

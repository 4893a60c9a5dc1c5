package dev.steadfast.gateway.fleet;

import dev.steadfast.gateway.problems.Problem;
import java.time.Duration;
import java.util.Locale;

/**
 * How much may wait in a queue before frames are asked to come again: work that takes so long or, while the workers' speed is not known, so
 * many tasks.
 *
 * @param work of the workers of the queue, at their speed
 * @param tasks while that is not known
 */
public record BacklogLimit(Duration work, long tasks) {

    /** Workers may be added, or fail: what is computed for a later time is worth little. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** When to come again where nothing tells when there will be room. */
    static final Duration USUAL_PAUSE = Duration.ofSeconds(10);

    private static final double MILLIS = 1000;

    /** Whether more waits; not if nothing is known of what waits. */
    boolean isExceededBy(QueuedWork waiting) {
        return waiting.seconds().isPresent()
                ? waiting.seconds().getAsDouble() > seconds()
                : waiting.tasks().orElse(0) > tasks;
    }

    double seconds() {
        return work.toMillis() / MILLIS;
    }

    /** Asks to come again when the workers will have done what is too much. */
    Problem problem(QueuedWork waiting) {
        long count = waiting.tasks().orElse(0);
        if (waiting.seconds().isEmpty()) {
            return Problem.tryAgain(
                    429,
                    "%d noise tasks wait for the workers of the queue %s, whose speed is not known; while more than %d do, no frames are taken"
                            .formatted(count, waiting.queue(), tasks),
                    USUAL_PAUSE);
        }
        double seconds = waiting.seconds().getAsDouble();
        return Problem.tryAgain(
                429,
                String.format(
                        Locale.ROOT,
                        "%d noise tasks wait for the workers of the queue %s, %.0f s of work at their speed; while more than %s s do, no frames are taken",
                        count,
                        waiting.queue(),
                        Math.ceil(seconds),
                        shown(seconds())),
                pause(seconds - seconds()));
    }

    /** In whole seconds, as {@code Retry-After} has it. */
    private static Duration pause(double seconds) {
        long whole = (long) Math.ceil(seconds);
        return Duration.ofSeconds(Math.max(1, Math.min(LONGEST_PAUSE.toSeconds(), whole)));
    }

    private static String shown(double seconds) {
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }
}

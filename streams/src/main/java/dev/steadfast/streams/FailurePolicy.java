package dev.steadfast.streams;

import dev.steadfast.schemas.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * What to do when a thread of the topology dies. Its work was rolled back, so a new thread can take it up; where the cause is one that
 * passes (brokers or the registry away), that is always right. Anything else is tried again a few times, and then stops the instance, so that its
 * supervisor sees it.
 *
 * <p>Threading notes: called by dying stream threads, any number at once; every method is synchronized.
 */
final class FailurePolicy {

    private static final int MOST_REPLACEMENTS = 5;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Clock clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();

    FailurePolicy(Clock clock) {
        this.clock = clock;
    }

    synchronized StreamThreadExceptionResponse decide(Throwable failure) {
        if (passes(failure)) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        Instant now = clock.instant();
        while (!replacements.isEmpty() && replacements.peekFirst().isBefore(now.minus(WINDOW))) {
            replacements.removeFirst();
        }
        if (replacements.size() >= MOST_REPLACEMENTS) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.addLast(now);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryException registry) {
                return registry.retriable();
            }
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}

package dev.steadfast.streams;

import dev.steadfast.schemas.RegistryException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a registry that does not answer, for a while. After that the thread is given up, its transaction rolled back, and another
 * thread tries the same record: a record is never given up because the registry was away.
 */
final class RegistryPatience {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Duration limit;

    RegistryPatience(Duration limit) {
        this.limit = limit;
    }

    /**
     * Calls until the registry answers.
     *
     * @throws RegistryException if it did not within the limit, or refused
     */
    <T> T call(Supplier<T> call) {
        long end = System.nanoTime() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.get();
            } catch (RegistryException e) {
                if (!e.retriable() || System.nanoTime() + pause.toNanos() > end) {
                    throw e;
                }
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("Waiting for the schema registry");
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the schema registry", e);
        }
    }
}

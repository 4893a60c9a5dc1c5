package dev.steadfast.streams;

import dev.steadfast.management.LogPace;
import dev.steadfast.schemas.RegistryAttempts;
import dev.steadfast.schemas.RegistryException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a registry that does not answer, for as long as that takes: a record is never given up because the registry was away, and a thread that
 * died of it would only meet the same record again. What it had begun is rolled back by the brokers if it takes longer than a transaction may, and then
 * done again.
 *
 * <p>Threading notes: any number of threads wait; closing lets all of them go.
 */
final class RegistryPatience implements RegistryAttempts, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final LogPace lines = LogPace.lineAMinute();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Asks until the registry answers.
     *
     * @throws RegistryException if it refused, or this was closed before it answered
     */
    @Override
    public <T> T make(Supplier<T> call) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.get();
            } catch (RegistryException e) {
                if (!e.retriable() || closedWithin(pause)) {
                    throw e;
                }
                lines.log(keptBack ->
                        LOG.atWarn().addKeyValue("error", e.getMessage()).log("Waiting for the schema registry"));
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Whoever waits gets the error, and whoever asks from now on. */
    @Override
    public void close() {
        closed.countDown();
    }
}

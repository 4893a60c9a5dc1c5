package dev.steadfast.standalone.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that ends in order when the process gets SIGINT or SIGTERM: it is told to stop, and the process waits for it.
 *
 * <p>Threading notes: one thread works; the JVM's shutdown hook tells it to stop, and waits until it is done.
 */
public final class SignalledStop {

    private static final Logger LOG = LoggerFactory.getLogger(SignalledStop.class);

    /** Longer than Kafka may take to acknowledge what is under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final CountDownLatch done = new CountDownLatch(1);

    private SignalledStop() {}

    /** What is to end in order. */
    public interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Works.
     *
     * @param stop tells the work to stop, from another thread
     * @throws StoppedException if the process is stopping already
     */
    public static void during(Work work, Runnable stop) throws InterruptedException {
        SignalledStop signalled = new SignalledStop();
        Thread hook = new Thread(
                () -> {
                    stop.run();
                    signalled.awaitDone();
                },
                "stop");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new StoppedException(e);
        }
        try {
            work.run();
        } finally {
            signalled.done.countDown();
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs, and has just been told that the work is done.
        }
    }

    private void awaitDone() {
        try {
            if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("What was under way is not done after {} s, and is left", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.steadfast.streams.watching;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.steadfast.management.LogPace;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;

/**
 * Looks at something again and again, in a thread of its own. A look that fails is a line in the log, one a minute, and the next one comes all the same.
 *
 * <p>Threading notes: closing interrupts the thread and waits for it; no look is under way after that.
 */
public final class RepeatedLook implements AutoCloseable {

    private final Thread thread;

    /** One look. */
    @FunctionalInterface
    public interface Look {

        /** Looks. */
        void look() throws InterruptedException, ExecutionException;
    }

    private RepeatedLook(Thread thread) {
        this.thread = thread;
    }

    /**
     * Begins to look.
     *
     * @param name the thread's
     * @param pause between two looks
     * @param log where failures go
     * @param failure what to say of one
     */
    public static RepeatedLook start(String name, Duration pause, Look look, Logger log, String failure) {
        LogPace lines = LogPace.lineAMinute();
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            once(look, lines, log, failure);
                            Thread.sleep(pause.toMillis());
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // closed
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return new RepeatedLook(thread);
    }

    private static void once(Look look, LogPace lines, Logger log, String failure) throws InterruptedException {
        try {
            look.look();
        } catch (ExecutionException | RuntimeException e) {
            if (Thread.interrupted()) { // as clients of Kafka tell it
                throw new InterruptedException();
            }
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            lines.log(keptBack ->
                    log.atWarn().addKeyValue("error", String.valueOf(cause)).log(failure));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        Uninterruptibles.joinUninterruptibly(thread);
    }
}

package dev.steadfast.standalone.command;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command has started, closed in reverse order, each once: at the end of the command, or when the process is told to stop.
 *
 * <p>Threading notes: the command's thread starts; the JVM's shutdown hook may stop at any moment, also while the command starts or closes.
 * Both hold the monitor meanwhile, so that the hook waits for the step in hand and then closes what it has started: nothing is started that
 * nobody closes, and nothing is pulled from under what is starting. After that nothing more is started.
 */
public final class Resources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;
    private volatile boolean stopping;

    /** Starts one resource; if it throws, it has closed what it had opened itself. */
    public interface Starter<R extends AutoCloseable, E extends Exception> {
        R start() throws E;
    }

    /** What a command does with its resources. */
    public interface Work {

        /** Returns the exit status. */
        int run(Resources resources) throws InterruptedException;
    }

    /**
     * Does a command's work; whatever it has started is closed at its end, and when the process gets SIGINT or SIGTERM.
     *
     * @return the exit status of the work
     * @throws StoppedException instead of anything else that is thrown once the process has been told to stop: what fails then, fails because of it
     */
    public static int closedAtTheEndOf(Work work) throws InterruptedException {
        try (Resources resources = new Resources()) {
            Runtime.getRuntime().addShutdownHook(new Thread(resources::stop, "shutdown"));
            try {
                return work.run(resources);
            } catch (RuntimeException
                    | Error e) { // an Error where a library's class wants a shutdown hook of its own, too late
                if (resources.stopping) {
                    throw new StoppedException(e);
                }
                throw e;
            }
        }
    }

    /**
     * Starts one more, and takes care of it. Steps that may take long without holding anything belong outside: while one is being started,
     * the process does not stop.
     *
     * @throws StoppedException if everything was closed already; the starter is not run then
     */
    public synchronized <R extends AutoCloseable, E extends Exception> R start(Starter<R, E> starter) throws E {
        if (closed || stopping) {
            throw new StoppedException();
        }
        R resource = starter.start();
        open.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    /** What the shutdown hook does: closes, after the step in hand, and lets the command know why it fails. */
    void stop() {
        stopping = true;
        close();
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) { // the others must be closed all the same
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("resource", resource.getClass().getSimpleName())
                    .log("Closing failed");
        }
    }
}

package dev.steadfast.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command has started, closed in reverse order, each once: at the end of the command, or when the process is told to stop.
 *
 * <p>Threading notes: the command's thread adds; the JVM's shutdown hook may close at any moment, also while the command closes. Whoever comes
 * second waits for the first, and what is added after that is closed at once.
 */
final class Resources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** Makes the process close everything when it gets SIGINT or SIGTERM. */
    static Resources closedOnShutdown() {
        Resources resources = new Resources();
        Runtime.getRuntime().addShutdownHook(new Thread(resources::close, "shutdown"));
        return resources;
    }

    /** Takes care of one more. */
    synchronized <R extends AutoCloseable> R add(R resource) {
        if (closed) {
            close(resource);
            throw new CommandException("stopped while starting");
        }
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

package dev.steadfast.standalone.services;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs another main class in a process that ends when the one that started it does, however that ended: a registry that were left behind would keep
 * its port from the next demo.
 *
 * <p>{@code EndsWithItsParent PID CLASS ARGUMENT...}, where PID is the process that starts it.
 */
final class EndsWithItsParent {

    private static final int SIGTERM = 128 + 15;
    private static final Duration POLL = Duration.ofMillis(100);

    private EndsWithItsParent() {}

    public static void main(String... arguments) throws ReflectiveOperationException {
        long parent = Long.parseLong(arguments[0]);
        Thread watch = new Thread(() -> exitAfter(parent), "parent");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 2, arguments.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(arguments[1] + " failed", e.getCause());
        }
    }

    /**
     * The JDK's own way to wait for a process that is no child looks every few seconds only: who starts a demo anew at once would find the port taken. And
     * to the JDK a process lives that has ended and that nobody has asked for its exit status; but it has no children any more.
     */
    private static void exitAfter(long parent) {
        while (ProcessHandle.current()
                .parent()
                .filter(now -> now.pid() == parent)
                .isPresent()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        System.exit(SIGTERM);
    }
}

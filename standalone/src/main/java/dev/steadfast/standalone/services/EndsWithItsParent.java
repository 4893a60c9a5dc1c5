package dev.steadfast.standalone.services;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class in a process that ends when the one that started it does, however that ended: a registry that were left behind would keep
 * its port from the next demo.
 *
 * <p>{@code EndsWithItsParent CLASS ARGUMENT...}
 */
final class EndsWithItsParent {

    private static final int SIGTERM = 128 + 15;

    private EndsWithItsParent() {}

    public static void main(String... arguments) throws ReflectiveOperationException {
        var unused = ProcessHandle.current()
                .parent()
                .orElseThrow(() -> new IllegalStateException("must be started by a process that still runs"))
                .onExit()
                .thenRun(() -> System.exit(SIGTERM));
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(arguments[0] + " failed", e.getCause());
        }
    }
}

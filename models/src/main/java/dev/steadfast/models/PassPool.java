package dev.steadfast.models;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Threads that run forward passes side by side. A pass on one core wastes none of it; a pass that is spread over several cores waits, at each of its
 * layers, for the slowest, and for what its layers have between them.
 *
 * <p>Threading notes: may be used by several threads at once, which then share the threads.
 */
final class PassPool implements AutoCloseable {
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final int width;
    private final ExecutorService threads;

    /** @param width how many passes run at a time, at least 1 */
    PassPool(int width) {
        this.width = width;
        this.threads = Executors.newFixedThreadPool(width, PassPool::thread);
    }

    /** {@return how many passes keep a device busy: on a CPU one for every core; a GPU spreads a pass over itself} */
    static int atOnceOn(ComputeDevice device) {
        return device.isCpu() ? PyTorchRuntime.passesAtOnce() : 1;
    }

    /**
     * Runs all. When this returns, or throws, none is under way: passes that run beside one that fails end first. An interrupt does not end it
     * sooner.
     *
     * @param pass called on this or another thread
     * @return what each gave, in order
     * @throws RuntimeException the first failure, in order
     */
    <T, R> List<R> run(List<T> items, Function<T, R> pass) {
        if (width == 1 || items.size() == 1) {
            return items.stream().map(pass).toList();
        }
        List<CompletableFuture<R>> results = items.stream()
                .map(item -> CompletableFuture.supplyAsync(() -> pass.apply(item), threads))
                .toList();
        results.forEach(PassPool::await);
        return results.stream().map(PassPool::result).toList();
    }

    private static void await(CompletableFuture<?> result) {
        result.handle((value, failure) -> true).join();
    }

    private static <R> R result(CompletableFuture<R> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private static Thread thread(Runnable run) {
        Thread thread = new Thread(run, "forward-pass-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Ends the threads. Nothing may be under way. */
    @Override
    public void close() {
        threads.shutdown();
    }
}

package dev.steadfast.training;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * A number of threads among which the work of a step is shared out. One is the thread that asks; the others are set up as {@link
 * TrainingRun#run} sets that one up.
 *
 * <p>Threading notes: for one thread at a time.
 */
final class Workers implements AutoCloseable {
    private final int count;
    private final ExecutorService others;

    /** @param count at least 1 */
    Workers(int count) {
        this.count = count;
        this.others = Executors.newFixedThreadPool(Math.max(1, count - 1), Workers::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(
                () -> {
                    // Both are settings of a thread.
                    JniUtils.setGradMode(false);
                    JniUtils.setGraphExecutorOptimize(false);
                    task.run();
                },
                "training");
        thread.setDaemon(true);
        return thread;
    }

    int count() {
        return count;
    }

    /** Does something with each number below a limit, and returns when all of it is done. Which thread does what is fixed. */
    void each(int limit, IntConsumer action) {
        List<CompletableFuture<Void>> shares = new ArrayList<>();
        for (int worker = 1; worker < count; worker++) {
            int first = worker;
            shares.add(CompletableFuture.runAsync(() -> share(first, limit, action), others));
        }
        try {
            share(0, limit, action);
        } finally {
            await(shares);
        }
    }

    private void share(int first, int limit, IntConsumer action) {
        for (int i = first; i < limit; i += count) {
            action.accept(i);
        }
    }

    private static void await(List<CompletableFuture<Void>> shares) {
        try {
            CompletableFuture.allOf(shares.toArray(CompletableFuture<?>[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}

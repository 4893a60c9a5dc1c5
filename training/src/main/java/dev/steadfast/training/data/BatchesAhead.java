package dev.steadfast.training.data;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Batches, the next of which is read while the one before it is computed with: pictures are decoded beside the steps and not between them.
 * At most one batch is held.
 *
 * <p>Threading notes: for one thread. The batches themselves are asked by a thread of this object alone.
 */
public final class BatchesAhead implements AutoCloseable {
    private final Batches batches;
    private final ExecutorService reader =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "read-next-batch"));

    private @Nullable Future<ImageBatch> next;
    private long nextStep = -1;

    public BatchesAhead(Batches batches) {
        this.batches = batches;
    }

    /**
     * {@return the batch of a step}
     *
     * @throws dev.steadfast.datasets.DatasetException if one of its images cannot be read
     */
    public ImageBatch batch(long step) {
        Future<ImageBatch> asked = next != null && nextStep == step ? next : read(step);
        next = null; // one that failed is read again
        ImageBatch batch = await(asked);
        next = read(step + 1);
        nextStep = step + 1;
        return batch;
    }

    private Future<ImageBatch> read(long step) {
        return reader.submit(() -> batches.batch(step));
    }

    private static ImageBatch await(Future<ImageBatch> asked) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return asked.get();
                } catch (InterruptedException e) {
                    interrupted = true; // the batch comes all the same, and the run is stopped in other ways
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives up the batch that is being read. */
    @Override
    public void close() {
        reader.shutdownNow();
    }
}

package dev.steadfast.gateway.kafka;

import com.google.common.util.concurrent.MoreExecutors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads single records, by where they stand.
 *
 * <p>Threading notes: {@link #fetch} never blocks. The consumer belongs to the thread {@code gateway-fetch}, whose queue is bounded.
 */
public final class RecordFetch implements RecordSource, AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MAX_WAITING = 64;

    private final Consumer<byte[], byte[]> consumer;
    private final ThreadPoolExecutor fetching;

    /**
     * @param consumer is this object's from now on
     */
    public RecordFetch(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.fetching = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                task -> {
                    Thread thread = new Thread(task, "gateway-fetch");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.AbortPolicy());
    }

    /** Fetches by a consumer of this configuration. Nothing is sent yet. */
    public static RecordFetch connect(Map<String, String> kafka) {
        return new RecordFetch(ConsumerConfiguration.consumer(kafka));
    }

    @Override
    public CompletionStage<Optional<ConsumerRecord<byte[], byte[]>>> fetch(String topic, int partition, long offset) {
        CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> result = new CompletableFuture<>();
        try {
            fetching.execute(() -> {
                try {
                    result.complete(read(new TopicPartition(topic, partition), offset));
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    private Optional<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, long offset) {
        if (offset < consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L)
                || offset >= consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L)) {
            return Optional.empty();
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                return record.offset() == offset ? Optional.of(record) : Optional.empty();
            }
            if (consumer.position(partition) > offset) {
                return Optional.empty(); // a marker of a transaction, or a record that is gone
            }
        }
        throw new TimeoutException("the record did not come within " + LIMIT.toSeconds() + " s");
    }

    /** Gives up what waits. */
    @Override
    public void close() {
        fetching.shutdownNow();
        consumer.wakeup();
        if (MoreExecutors.shutdownAndAwaitTermination(fetching, LIMIT)) {
            consumer.close();
        }
    }
}

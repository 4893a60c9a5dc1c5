package dev.steadfast.gateway.frames;

import dev.steadfast.avro.Frame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Frames to the topic {@code frames}, acknowledged by all replicas in sync, without duplicates of the producer's own making.
 *
 * <p>Threading notes: {@link #publish} is called on the event loop and never blocks. The registry and Kafka's {@code send} may, so both are
 * called on the threads {@code gateway-frames-*}, whose queue is bounded. The stage completes on one of those threads or on Kafka's.
 */
public final class KafkaFramePublisher implements FramePublisher, AutoCloseable {

    private static final int THREADS = 2;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final AvroSerde<Frame> serde;
    private final Duration timeout;
    private final ThreadPoolExecutor sending;
    private final LongAdder refused = new LongAdder();

    KafkaFramePublisher(Producer<String, byte[]> producer, AvroSerde<Frame> serde, Duration timeout, int maxWaiting) {
        this.producer = producer;
        this.serde = serde;
        this.timeout = timeout;
        this.sending = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                new NamedThreads(),
                new ThreadPoolExecutor.AbortPolicy());
    }

    /**
     * Makes a producer. Nothing is sent yet.
     *
     * @throws org.apache.kafka.common.KafkaException if the client's configuration is wrong
     */
    public static KafkaFramePublisher connect(
            FrameLimits limits, Map<String, String> kafka, SchemaRegistry registry) {
        return new KafkaFramePublisher(
                new KafkaProducer<>(
                        configuration(limits.kafkaTimeout(), kafka),
                        new StringSerializer(),
                        new ByteArraySerializer()),
                registry.serde(Frame.class),
                limits.kafkaTimeout(),
                limits.maxInFlight() + limits.maxParts());
    }

    private static Map<String, Object> configuration(Duration timeout, Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.put(ProducerConfig.ACKS_CONFIG, "all");
        values.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        values.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(Topics.LARGE));
        values.put(ProducerConfig.LINGER_MS_CONFIG, "0"); // a client waits for each frame
        values.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(timeout.toMillis()));
        values.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis()));
        values.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis() / 2));
        return values;
    }

    @Override
    public CompletionStage<Void> publish(Frame frame) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            sending.execute(() -> send(frame, deadline, acknowledged));
        } catch (RejectedExecutionException e) {
            refused.increment();
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    /** How many frames found the queue full, or the publisher closed. */
    public long refused() {
        return refused.sum();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
    private void send(Frame frame, long deadline, CompletableFuture<Void> acknowledged) {
        try {
            if (System.nanoTime() - deadline > 0) { // its client has been told so already
                throw new TimeoutException("the frame waited too long to be sent");
            }
            byte[] value = serde.serialize(Topics.FRAMES.name(), frame);
            producer.send(new ProducerRecord<>(Topics.FRAMES.name(), frame.getCameraId(), value), (sent, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) { // even an error must not leave the client without an answer
            acknowledged.completeExceptionally(e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** Waits a few seconds for frames under way, then gives up on them. */
    @Override
    public void close() {
        sending.shutdown();
        try {
            if (!sending.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                sending.shutdownNow();
            }
        } catch (InterruptedException e) {
            sending.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }

    private static final class NamedThreads implements ThreadFactory {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "gateway-frames-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}

package dev.steadfast.gateway.kafka;

import com.google.common.util.concurrent.MoreExecutors;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.TraceParent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Records to a topic, or to others of the same kind, acknowledged by all replicas in sync, without duplicates of the producer's own making.
 *
 * <p>Threading notes: {@link #publish} is called on the event loop and never blocks. The registry and Kafka's {@code send} may, so both are
 * called on the publisher's threads, whose queue is bounded. The stage completes on one of those threads or on Kafka's.
 */
public final class KafkaPublisher<V extends SpecificRecord> implements AutoCloseable {

    private static final int THREADS = 2;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final Topic<V> topic;
    private final AvroSerde<V> serde;
    private final Duration timeout;
    private final ThreadPoolExecutor sending;
    private final LongAdder refused = new LongAdder();

    KafkaPublisher(
            Producer<String, byte[]> producer, Topic<V> topic, AvroSerde<V> serde, Duration timeout, int maxWaiting) {
        this.producer = producer;
        this.topic = topic;
        this.serde = serde;
        this.timeout = timeout;
        this.sending = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                new NamedThreads("gateway-" + topic.name() + "-"),
                new ThreadPoolExecutor.AbortPolicy());
    }

    /**
     * Makes a producer. Nothing is sent yet.
     *
     * @param timeout how long brokers and registry may take to acknowledge a record
     * @param maxWaiting records that may wait for the publisher's threads
     * @throws org.apache.kafka.common.KafkaException if the client's configuration is wrong
     */
    public static <V extends SpecificRecord> KafkaPublisher<V> connect(
            Topic<V> topic, Map<String, String> kafka, SchemaRegistry registry, Duration timeout, int maxWaiting) {
        return new KafkaPublisher<>(
                new KafkaProducer<>(configuration(timeout, kafka), new StringSerializer(), new ByteArraySerializer()),
                topic,
                registry.serde(topic.valueType()),
                timeout,
                maxWaiting);
    }

    private static Map<String, Object> configuration(Duration timeout, Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.put(ProducerConfig.ACKS_CONFIG, "all");
        values.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        values.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(Topics.LARGE));
        values.put(ProducerConfig.LINGER_MS_CONFIG, "0"); // a client waits for each record
        values.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(timeout.toMillis()));
        values.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis()));
        values.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis() / 2));
        return values;
    }

    /** {@linkplain #publishTo Publishes} a record to the publisher's topic; returns at once. */
    public CompletionStage<Void> publish(String key, V value, Optional<String> traceParent) {
        return publishTo(topic, key, value, traceParent);
    }

    /**
     * Publishes a record to a topic of the same kind as the publisher's; returns at once.
     *
     * @param traceParent the W3C trace context that the record belongs to
     * @return completes, on any thread, when the brokers have the record for good; else with Kafka's exception, or
     *     {@link RejectedExecutionException} where too many records wait already
     */
    public CompletionStage<Void> publishTo(Topic<V> to, String key, V value, Optional<String> traceParent) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            sending.execute(
                    () -> send(to.name(), key, value, TraceParent.headers(traceParent), deadline, acknowledged));
        } catch (RejectedExecutionException e) {
            refused.increment();
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    /** How many records found the queue full, or the publisher closed. */
    public long refused() {
        return refused.sum();
    }

    /** Lets the Kafka client be measured. */
    public void bindTo(Instruments instruments) {
        instruments.bind(producer, topic.name());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
    private void send(
            String to, String key, V value, Headers headers, long deadline, CompletableFuture<Void> acknowledged) {
        try {
            if (System.nanoTime() - deadline > 0) { // its client has been told so already
                throw new TimeoutException("the record waited too long to be sent");
            }
            byte[] bytes = serde.serialize(to, value);
            producer.send(new ProducerRecord<>(to, null, key, bytes, headers), (sent, failure) -> {
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

    /** Waits a few seconds for records under way, then gives up on them. */
    @Override
    public void close() {
        boolean ignored = MoreExecutors.shutdownAndAwaitTermination(sending, CLOSE);
        producer.close(CLOSE);
    }

    private static final class NamedThreads implements ThreadFactory {

        private final String prefix;
        private final AtomicInteger count = new AtomicInteger();

        private NamedThreads(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}

package dev.steadfast.gateway;

import dev.steadfast.schemas.RegistryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the answers from Kafka: first the latest of those that are there, then those that arrive. It belongs to no consumer group, so that
 * each gateway sees all of them. Brokers or a registry that do not answer are asked again with growing pauses, for as long as it takes.
 *
 * <p>Threading notes. Owner: the thread {@code gateway-answers}, which alone touches the consumer (but for {@code wakeup}) and the
 * catch-up. It hands answers over in batches on the event loop and waits until each batch was taken, so that a busy event loop slows the
 * reading down instead of filling memory. Any thread may ask for {@link #status()} and call {@link #close()}, except the event loop, which
 * the thread may be waiting for.
 */
final class AnswerFeed implements AutoCloseable {

    /** Takes what was read, on the event loop. */
    interface Sink {

        /** The latest answers at the start, oldest first; called once, before the other. */
        void rebuilt(List<Answer> latest);

        void arrived(List<Answer> answers);
    }

    /**
     * How the feed is.
     *
     * @param running whether its thread lives
     * @param ready whether it has read what was there, and reads what arrives
     * @param detail what it does, or what keeps it from it, for people
     */
    record Status(boolean running, boolean ready, String detail) {

        static final Status STARTING = new Status(true, false, "starting");
    }

    private static final Logger LOG = LoggerFactory.getLogger(AnswerFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final AnswerReader reader;
    private final int capacity;
    private final Executor eventLoop;
    private final Sink sink;
    private final Thread thread = new Thread(this::run, "gateway-answers");
    private final CountDownLatch closing = new CountDownLatch(1);

    private Optional<CatchUp> catchUp = Optional.empty();
    private boolean caughtUp;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private volatile Status status = Status.STARTING;

    private AnswerFeed(
            Consumer<byte[], byte[]> consumer, AnswerReader reader, int capacity, Executor eventLoop, Sink sink) {
        this.consumer = consumer;
        this.reader = reader;
        this.capacity = capacity;
        this.eventLoop = eventLoop;
        this.sink = sink;
    }

    /**
     * Makes a consumer for a feed. Nothing is sent yet.
     *
     * @throws KafkaException if the client's configuration is wrong
     */
    static Consumer<byte[], byte[]> consumer(Map<String, String> kafka) {
        return new KafkaConsumer<>(configuration(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Starts the feed; returns at once, whether the brokers answer or not.
     *
     * @param consumer is the feed's from now on
     * @param capacity how many answers to look back for
     */
    static AnswerFeed start(
            Consumer<byte[], byte[]> consumer, AnswerReader reader, int capacity, Executor eventLoop, Sink sink) {
        AnswerFeed feed = new AnswerFeed(consumer, reader, capacity, eventLoop, sink);
        feed.thread.setDaemon(true);
        feed.thread.start();
        return feed;
    }

    private static Map<String, Object> configuration(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.remove(ConsumerConfig.GROUP_ID_CONFIG);
        values.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        values.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // where retention has overtaken the reader
        values.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        values.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        values.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        values.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        return values;
    }

    Status status() {
        return status;
    }

    /** Stops reading and waits a few seconds for the thread to end. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        String end = "closed";
        try (consumer) {
            while (!isClosing()) {
                try {
                    read();
                } catch (WakeupException e) {
                    LOG.atDebug().log("Woken up to close");
                } catch (KafkaException e) {
                    pauseAfter(e);
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("Answers lost to a fault of the gateway");
                    pauseAfter(e);
                }
            }
        } catch (Throwable e) {
            end = "stopped by " + e;
            LOG.atError().setCause(e).log("The feed of answers has stopped");
        } finally {
            status = new Status(false, false, end);
        }
    }

    private void read() {
        if (consumer.assignment().isEmpty()) {
            catchUp = Optional.of(position());
        }
        List<Answer> answers = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            readPatiently(record).ifPresent(answers::add);
        }
        catchUp.ifPresentOrElse(
                past -> {
                    answers.forEach(past::add);
                    if (past.complete(consumer::position)) {
                        handOver(() -> sink.rebuilt(past.answers()));
                        catchUp = Optional.empty();
                        caughtUp = true;
                    }
                },
                () -> {
                    if (!answers.isEmpty()) {
                        handOver(() -> sink.arrived(answers));
                    }
                });
        working();
    }

    private CatchUp position() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : AnswerReader.TOPICS) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found.isEmpty()) {
                throw new KafkaException("topic " + topic + " does not exist");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        ends.forEach((partition, end) ->
                consumer.seek(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - capacity)));
        return new CatchUp(ends, capacity);
    }

    private Optional<Answer> readPatiently(ConsumerRecord<byte[], byte[]> record) {
        while (true) {
            try {
                return reader.read(record);
            } catch (RegistryException e) {
                if (pauseAfter(e)) {
                    return Optional.empty();
                }
            }
        }
    }

    private void handOver(Runnable answers) {
        CountDownLatch taken = new CountDownLatch(1);
        eventLoop.execute(() -> {
            try {
                answers.run();
            } finally {
                taken.countDown();
            }
        });
        try {
            while (!taken.await(1, TimeUnit.SECONDS) && !isClosing()) {
                LOG.atDebug().log("Waiting for the event loop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void working() {
        pauseMillis = FIRST_PAUSE_MILLIS;
        Status now = new Status(true, caughtUp, caughtUp ? "reads what arrives" : "reads what was there");
        if (!now.equals(status)) {
            LOG.atInfo().addKeyValue("status", now.detail()).log("Feed of answers works");
            status = now;
        }
    }

    /** Returns whether the feed closes. */
    private boolean pauseAfter(Exception failure) {
        Status now = new Status(true, false, String.valueOf(failure.getMessage()));
        if (!now.equals(status)) { // not at each attempt
            LOG.atWarn().addKeyValue("cause", failure.toString()).log("Feed of answers waits");
            status = now;
        }
        try {
            boolean closes = closing.await(pauseMillis, TimeUnit.MILLISECONDS);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            return closes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
            return true;
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}

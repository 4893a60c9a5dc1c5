package dev.steadfast.gateway.kafka;

import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics from Kafka: first what is there, as far back as is asked for, then what arrives. It belongs to no consumer group, so that
 * each gateway sees all of them. Brokers or a registry that do not answer are asked again with growing pauses, for as long as it takes.
 *
 * <p>Threading notes. Owner: the feed's thread, which alone touches the consumer (but for {@code wakeup}) and the reader. It hands over
 * in batches on the event loop and waits until each batch was taken, so that a busy event loop slows the
 * reading down instead of filling memory. Any thread may ask for {@link #status()} and call {@link #close()}, except the event loop, which
 * the thread may be waiting for.
 */
public final class KafkaFeed<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Map<String, LookBack> topics;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordReader<T> reader;
    private final Executor eventLoop;
    private final FeedSink<T> sink;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final LongAdder unreadable = new LongAdder();

    /** Up to where each partition is of the past; empty once all of it was read. */
    private Map<TopicPartition, Long> ends = Map.of();

    private boolean caughtUp;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private volatile FeedStatus status = FeedStatus.STARTING;

    private KafkaFeed(
            String name,
            Map<String, LookBack> topics,
            Consumer<byte[], byte[]> consumer,
            RecordReader<T> reader,
            Executor eventLoop,
            FeedSink<T> sink) {
        this.topics = new TreeMap<>(topics);
        this.consumer = consumer;
        this.reader = reader;
        this.eventLoop = eventLoop;
        this.sink = sink;
        this.thread = new Thread(this::run, "gateway-" + name);
    }

    /**
     * Starts a feed; returns at once, whether the brokers answer or not.
     *
     * @param name what it feeds, for its thread and the log
     * @param topics what to read, and from where
     * @param consumer is the feed's from now on
     */
    public static <T> KafkaFeed<T> start(
            String name,
            Map<String, LookBack> topics,
            Consumer<byte[], byte[]> consumer,
            RecordReader<T> reader,
            Executor eventLoop,
            FeedSink<T> sink) {
        KafkaFeed<T> feed = new KafkaFeed<>(name, topics, consumer, reader, eventLoop, sink);
        feed.thread.setDaemon(true);
        feed.thread.start();
        return feed;
    }

    /** How many records could not be read, and were passed over. */
    public long unreadable() {
        return unreadable.sum();
    }

    public FeedStatus status() {
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
                    LOG.atError().setCause(e).log("Records lost to a fault of the gateway");
                    pauseAfter(e);
                }
            }
        } catch (Throwable e) {
            end = "stopped by " + e;
            LOG.atError().setCause(e).addKeyValue("feed", thread.getName()).log("A feed has stopped");
        } finally {
            status = new FeedStatus(false, false, end);
        }
    }

    private void read() {
        if (consumer.assignment().isEmpty()) {
            position();
        }
        List<T> items = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            readPatiently(record).ifPresent(items::add);
        }
        if (!items.isEmpty()) {
            handOver(() -> take(items));
        }
        if (!caughtUp && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            handOver(sink::caughtUp);
            ends = Map.of();
            caughtUp = true;
        }
        working();
    }

    private void take(List<T> items) {
        if (caughtUp) {
            sink.arrived(items);
        } else {
            sink.past(items);
        }
    }

    private void position() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics.keySet()) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found.isEmpty()) {
                throw new KafkaException("topic " + topic + " does not exist; 'steadfast topics apply' makes it");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> latest = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> recent = recent(partitions);
        consumer.assign(partitions);
        latest.forEach((partition, end) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            LookBack lookBack = topics.getOrDefault(partition.topic(), new LookBack.Nothing());
            consumer.seek(partition, start(lookBack, beginning, recent.getOrDefault(partition, end), end));
        });
        ends = latest;
    }

    /** For the topics that are read by time: the first offset of that time, where there is one. */
    private Map<TopicPartition, Long> recent(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (topics.get(partition.topic()) instanceof LookBack.Since since) {
                times.put(partition, Instant.now().minus(since.time()).toEpochMilli());
            }
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (!times.isEmpty()) {
            consumer.offsetsForTimes(times).forEach((partition, found) -> {
                OffsetAndTimestamp first = found;
                if (first != null) {
                    offsets.put(partition, first.offset());
                }
            });
        }
        return offsets;
    }

    private static long start(LookBack lookBack, long beginning, long recent, long end) {
        if (lookBack instanceof LookBack.Records records) {
            return Math.max(beginning, end - records.count());
        } else if (lookBack instanceof LookBack.Since) {
            return recent;
        }
        return lookBack instanceof LookBack.Everything ? beginning : end;
    }

    private Optional<T> readPatiently(ConsumerRecord<byte[], byte[]> record) {
        while (true) {
            try {
                return reader.read(record);
            } catch (UnreadableRecordException | IllegalArgumentException e) {
                unreadable.increment();
                LOG.atWarn()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("cause", e.getMessage())
                        .log("Record passed over");
                return Optional.empty();
            } catch (RegistryException e) {
                if (pauseAfter(e)) {
                    return Optional.empty();
                }
            }
        }
    }

    private void handOver(Runnable items) {
        CountDownLatch taken = new CountDownLatch(1);
        eventLoop.execute(() -> {
            try {
                items.run();
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
        FeedStatus now = new FeedStatus(true, caughtUp, caughtUp ? "reads what arrives" : "reads what was there");
        if (!now.equals(status)) {
            LOG.atInfo()
                    .addKeyValue("feed", thread.getName())
                    .addKeyValue("status", now.detail())
                    .log("Feed works");
            status = now;
        }
    }

    /** Returns whether the feed closes. */
    private boolean pauseAfter(Exception failure) {
        FeedStatus now = new FeedStatus(true, false, String.valueOf(failure.getMessage()));
        if (!now.equals(status)) { // not at each attempt
            LOG.atWarn()
                    .addKeyValue("feed", thread.getName())
                    .addKeyValue("cause", failure.toString())
                    .log("Feed waits");
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

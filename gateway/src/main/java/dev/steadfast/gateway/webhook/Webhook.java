package dev.steadfast.gateway.webhook;

import dev.steadfast.gateway.fleet.FleetNews;
import dev.steadfast.gateway.fleet.FleetReader;
import dev.steadfast.gateway.kafka.ConsumerConfiguration;
import dev.steadfast.gateway.kafka.RecordReader;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts camera events to a receiver, one after the other. All gateways of a deployment are one consumer group, so that each event has one of
 * them to post it; an offset is committed once its event is settled, so that no event is lost with a gateway, and one may be posted twice.
 * It begins with what happens after the group's first start.
 *
 * <p>Threading notes. Owner: the webhook's thread, which alone touches the consumer (but for {@code wakeup}), the reader, the client and
 * what is pending, and which may block. While events are pending nothing more is read, and polling goes on, so that the consumer stays in its group. Any thread
 * may call {@link #close()}.
 */
public final class Webhook implements AutoCloseable, ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final String NAME = "webhook";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final WebhookSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordReader<FleetNews> reader;
    private final WebhookClient client;
    private final WebhookStatus status;
    private final Thread thread = new Thread(this::run, "gateway-" + NAME);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();

    /** Of the first pending record. */
    private int failures;

    private boolean attempted;
    private long firstAttempt;
    private long notBefore = System.nanoTime();

    private Webhook(
            WebhookSettings settings,
            Consumer<byte[], byte[]> consumer,
            RecordReader<FleetNews> reader,
            WebhookClient client,
            WebhookStatus status) {
        this.settings = settings;
        this.consumer = consumer;
        this.reader = reader;
        this.client = client;
        this.status = status;
    }

    /** The consumer group of a deployment's webhooks. */
    public static String group(String applicationId) {
        return applicationId + "-" + NAME;
    }

    /**
     * Starts to post; returns at once, whether brokers and receiver answer or not.
     *
     * @param settings of a webhook that {@linkplain WebhookSettings#isOn() is on}
     * @param status is told what becomes of events
     * @throws dev.steadfast.gateway.GatewayException if there is no secret where the settings say
     * @throws KafkaException if the client's configuration is wrong
     */
    public static Webhook open(
            WebhookSettings settings,
            Map<String, String> kafka,
            String applicationId,
            SchemaRegistry registry,
            Instruments instruments,
            WebhookStatus status) {
        WebhookClient client = new WebhookClient(settings, SigningSecret.of(settings), InstantSource.system());
        Consumer<byte[], byte[]> consumer = ConsumerConfiguration.inGroup(kafka, group(applicationId));
        instruments.bind(consumer, NAME);
        return start(settings, consumer, new FleetReader(registry), client, status);
    }

    /**
     * Starts to post; returns at once, whether brokers and receiver answer or not.
     *
     * @param consumer in the {@linkplain #group group}; is the webhook's from now on
     * @param reader makes news of the records of the topic of camera events
     * @param status is told what becomes of events
     */
    static Webhook start(
            WebhookSettings settings,
            Consumer<byte[], byte[]> consumer,
            RecordReader<FleetNews> reader,
            WebhookClient client,
            WebhookStatus status) {
        Webhook webhook = new Webhook(settings, consumer, reader, client, status);
        webhook.thread.setDaemon(true);
        webhook.thread.start();
        return webhook;
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(Topics.CAMERA_EVENTS.name()), this);
            while (!isClosing()) {
                try {
                    turn();
                } catch (WakeupException | InterruptException e) {
                    LOG.atDebug().log("Woken up to close");
                } catch (KafkaException e) {
                    LOG.atWarn().addKeyValue("cause", e.toString()).log("Camera events wait for Kafka");
                    closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("Camera events wait for a fault of the gateway");
                    closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.atDebug().log("Interrupted to close");
        } catch (Throwable e) {
            LOG.atError().setCause(e).log("The webhook has stopped: camera events are posted no more");
        }
    }

    private void turn() throws InterruptedException {
        if (pending.isEmpty()) {
            Set<TopicPartition> paused = new HashSet<>(consumer.paused());
            paused.retainAll(consumer.assignment());
            consumer.resume(paused);
        } else {
            consumer.pause(consumer.assignment());
        }
        consumer.poll(patience()).forEach(pending::add);
        if (!pending.isEmpty() && System.nanoTime() - notBefore >= 0) {
            attempt(pending.element());
        }
        status.waiting(pending.size());
    }

    private Duration patience() {
        if (pending.isEmpty()) {
            return POLL;
        }
        long left = Math.max(0, notBefore - System.nanoTime());
        return left < POLL.toNanos() ? Duration.ofNanos(left) : POLL;
    }

    private void attempt(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        Optional<WebhookEvent> wanted;
        try {
            wanted = read(record);
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            log(record, "A camera event cannot be read and is passed over", String.valueOf(e.getMessage()));
            settle(record);
            return;
        } catch (RegistryException e) {
            again(record, Delivery.failed("the registry does not answer: " + e.getMessage()));
            return;
        }
        if (wanted.isEmpty()) {
            settle(record);
            return;
        }
        firstAttempt = attempted ? firstAttempt : System.nanoTime();
        attempted = true;
        Delivery delivery = client.post(wanted.get());
        status.attempted(delivery);
        switch (delivery.result()) {
            case DELIVERED -> settle(record);
            case REFUSED -> {
                log(record, "The receiver refuses a camera event: it is not posted again", delivery.detail());
                settle(record);
            }
            case FAILED -> retryOrGiveUp(record, delivery);
        }
    }

    private Optional<WebhookEvent> read(ConsumerRecord<byte[], byte[]> record) {
        return reader.read(record)
                .filter(FleetNews.Event.class::isInstance)
                .map(FleetNews.Event.class::cast)
                .map(event -> WebhookEvent.of(event, settings.publicUrl()))
                .filter(event -> settings.events().contains(event.kind()));
    }

    private void retryOrGiveUp(ConsumerRecord<byte[], byte[]> record, Delivery delivery) {
        if (System.nanoTime() - firstAttempt >= settings.retryFor().toNanos()) {
            status.gaveUp();
            log(record, "A camera event is given up", delivery.detail());
            settle(record);
        } else {
            again(record, delivery);
        }
    }

    private void again(ConsumerRecord<byte[], byte[]> record, Delivery delivery) {
        if (failures == 0) {
            log(record, "A camera event could not be posted; it is tried again", delivery.detail());
        }
        double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25); // or all gateways come back at once
        double backoff = settings.retryPause().toNanos() * Math.pow(2, Math.min(failures, 30)) * jitter;
        long pause = Math.max((long) backoff, delivery.pause().toNanos());
        failures++;
        notBefore = System.nanoTime() + Math.min(pause, LONGEST_PAUSE.toNanos());
    }

    /** It is done with. Where the commit fails, that of a later record stands for it, or it is posted again. */
    private void settle(ConsumerRecord<byte[], byte[]> record) {
        pending.remove();
        begin();
        consumer.commitSync(Map.of(partition(record), new OffsetAndMetadata(record.offset() + 1)));
    }

    private void begin() {
        failures = 0;
        attempted = false;
        notBefore = System.nanoTime();
    }

    private void log(ConsumerRecord<byte[], byte[]> record, String message, String cause) {
        LOG.atWarn()
                .addKeyValue("to", WebhookRules.shown(settings.url()))
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("cause", cause)
                .log(message);
    }

    /** Where nothing was committed, the group begins here: what happens before the next event is settled must not be passed over. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(partitions));
        Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (committed.get(partition) == null) {
                beginnings.put(partition, new OffsetAndMetadata(consumer.position(partition)));
            }
        }
        if (!beginnings.isEmpty()) {
            consumer.commitSync(beginnings);
        }
    }

    /** Another gateway posts these now. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (pending.removeIf(record -> partitions.contains(partition(record)))) {
            begin();
        }
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Ends an attempt under way, whose event the next one to start posts again. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE.toMillis());
            thread.interrupt();
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.steadfast.standalone.publish;

import dev.steadfast.avro.Frame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Frames to the topic {@code frames}, acknowledged by all replicas in sync, in the order in which each camera's were sent, without
 * duplicates of the producer's own making.
 *
 * <p>Threading notes: any threads may send. A returned future completes on Kafka's own thread, which must not be kept waiting, or has
 * failed already when {@link #send} returns.
 */
public final class FrameProducer implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final String brokers;
    private final AvroSerde<Frame> serde;
    private final Producer<String, byte[]> producer;

    /**
     * Makes a producer; nothing is sent yet.
     *
     * @param kafka the clients' settings, those of the registry among them
     * @throws CommandException if they cannot be used
     */
    public FrameProducer(Map<String, String> kafka) {
        this.brokers = KafkaClients.brokers(kafka);
        this.serde = KafkaClients.registry(kafka).serde(Frame.class);
        this.producer = KafkaClients.create(
                () -> new KafkaProducer<>(configuration(kafka), new StringSerializer(), new ByteArraySerializer()));
    }

    private static Map<String, Object> configuration(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>();
        values.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        values.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        values.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        values.putAll(kafka);
        values.put(ProducerConfig.ACKS_CONFIG, "all");
        values.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        values.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(Topics.LARGE));
        return values;
    }

    /**
     * Sends one frame. Waits while the buffer is full or the brokers are being looked for, never longer than {@code max.block.ms} (10 s
     * unless set) and, for the first frame, the registry's time limits.
     *
     * @return completes when the brokers have acknowledged the frame; fails with a {@link CommandException} that says why they have not,
     *     at the latest {@code delivery.timeout.ms} (30 s unless set) later
     */
    public CompletableFuture<Void> send(Frame frame) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            byte[] value = serde.serialize(Topics.FRAMES.name(), frame);
            var unused = producer.send(
                    new ProducerRecord<>(Topics.FRAMES.name(), frame.getCameraId(), value), (sent, failure) -> {
                        if (failure == null) {
                            acknowledged.complete(null);
                        } else {
                            acknowledged.completeExceptionally(explain(frame, failure));
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            acknowledged.completeExceptionally(explain(frame, e));
        }
        return acknowledged;
    }

    /** Waits for frames under way, some seconds at most. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }

    private CommandException explain(Frame frame, Exception failure) {
        if (failure instanceof RegistryException) {
            return new CommandException(String.valueOf(failure.getMessage()), failure);
        } else if (failure instanceof RecordTooLargeException) {
            return new CommandException(
                    "frame %s is too large for Kafka: %s".formatted(frame.getFrameId(), failure.getMessage()), failure);
        } else if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
            return KafkaClients.noTopic(Topics.FRAMES.name(), brokers);
        } else if (failure instanceof TimeoutException) {
            return KafkaClients.unreachable(brokers, failure);
        }
        return new CommandException(
                "frame %s was not taken by Kafka at %s: %s"
                        .formatted(frame.getFrameId(), brokers, failure.getMessage()),
                failure);
    }
}

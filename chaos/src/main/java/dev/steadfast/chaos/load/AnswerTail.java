package dev.steadfast.chaos.load;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A subscriber that reads answers as they come, and notes when each was there to be read.
 *
 * <p>Threading notes: a thread reads; the others ask.
 */
public final class AnswerTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<RejectedFrame> rejections;
    private final Map<String, Instant> predicted = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::read, "answers");
    private volatile boolean closed;

    /** @param kafka the clients' settings, those of the registry among them */
    public AnswerTail(Map<String, String> kafka) {
        SchemaRegistry registry = SchemaRegistry.connect(kafka);
        predictions = registry.serde(CertifiedPrediction.class);
        rejections = registry.serde(RejectedFrame.class);
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("auto.offset.reset", "earliest");
        configuration.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(Topics.CERTIFIED_PREDICTIONS.name(), Topics.REJECTED_FRAMES.name())) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    private void read() {
        List<ConsumerRecord<byte[], byte[]>> undecoded = new ArrayList<>();
        List<Instant> arrivals = new ArrayList<>();
        while (!closed) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    undecoded.add(record);
                    arrivals.add(Instant.now());
                }
                while (!undecoded.isEmpty()) {
                    note(undecoded.get(0), arrivals.get(0));
                    undecoded.remove(0);
                    arrivals.remove(0);
                }
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RegistryException e) {
                // Away; what has come is decoded when it is back.
            }
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record, Instant arrival) {
        if (record.topic().equals(Topics.CERTIFIED_PREDICTIONS.name())) {
            String id = predictions.deserialize(record.topic(), record.value()).getFrameId();
            predicted.putIfAbsent(id, arrival);
            answered.add(id);
        } else {
            String id = rejections.deserialize(record.topic(), record.value()).getFrameId();
            if (id != null) {
                answered.add(id);
            }
        }
    }

    /** When the prediction of each frame was there to be read. */
    public Map<String, Instant> predicted() {
        return Map.copyOf(predicted);
    }

    /** Whether all of these have an answer, of whatever kind. */
    public boolean hasAll(Set<String> frameIds) {
        return answered.containsAll(frameIds);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}

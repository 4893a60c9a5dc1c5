package dev.steadfast.workers.queue;

import dev.steadfast.schemas.Topics;
import dev.steadfast.workers.WorkerSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The configuration of a worker's clients: defaults first, then the user's keys over them, then what the worker's promises depend
 * on, which nobody may change.
 */
public final class ClientConfiguration {

    private static final String ACKNOWLEDGEMENT_MODE = "share.acknowledgement.mode";
    private static final String ACQUIRE_MODE = "share.acquire.mode";
    private static final int REGISTRY_TIMEOUT_MILLIS = 2000;

    /** Keys that mean something to other clients of the same file, and that a share consumer refuses. */
    private static final Set<String> NOT_FOR_SHARE_CONSUMERS = Set.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);

    private ClientConfiguration() {}

    public static Map<String, Object> consumer(WorkerSettings settings, Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.keySet().removeAll(NOT_FOR_SHARE_CONSUMERS);
        values.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.id());
        values.put(ConsumerConfig.GROUP_ID_CONFIG, settings.shareGroup());
        values.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.pollTasks());
        values.put(ACKNOWLEDGEMENT_MODE, "explicit");
        // The default takes whole batches of the log, whatever max.poll.records says: 16 workers, one with all the
        // tasks.
        values.put(ACQUIRE_MODE, "record_limit");
        values.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        values.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return values;
    }

    /** Of the consumer of single records of accepted-frames. */
    static Map<String, Object> inputs(WorkerSettings settings, Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.keySet().removeAll(NOT_FOR_SHARE_CONSUMERS);
        values.remove(ConsumerConfig.GROUP_ID_CONFIG);
        values.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.id() + "-inputs");
        values.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        values.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // what is gone must not become another record
        values.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        values.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // One record is wanted. A broker sends the whole batch that has it, however large, and with this nothing
        // behind it.
        values.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        values.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        // The consumer fetches what comes next only once it has given away all it has.
        values.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        values.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        values.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return values;
    }

    static Map<String, Object> producer(WorkerSettings settings, Map<String, String> kafka) {
        int patience = Math.toIntExact(settings.lockDuration().toMillis());
        Map<String, Object> values = new HashMap<>();
        // Who waits longer than the lock for votes to leave holds tasks that are another worker's by then.
        values.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        values.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        values.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        values.put(ProducerConfig.LINGER_MS_CONFIG, 0); // every turn ends with a flush
        values.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGE);
        values.putAll(kafka);
        values.put(ProducerConfig.CLIENT_ID_CONFIG, settings.id());
        values.put(ProducerConfig.ACKS_CONFIG, "all");
        values.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        values.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        values.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return values;
    }

    static Map<String, Object> registry(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>();
        // Confluent's client would wait a minute for a registry that does not answer, longer than a task is locked.
        values.put("http.connect.timeout.ms", REGISTRY_TIMEOUT_MILLIS);
        values.put("http.read.timeout.ms", REGISTRY_TIMEOUT_MILLIS);
        values.putAll(kafka);
        return values;
    }
}

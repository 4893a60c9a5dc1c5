package dev.steadfast.workers.queue;

import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.workers.WorkerSettings;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** What connects a worker to the brokers and the registry. */
public record WorkerClients(SchemaRegistry registry, Outbox outbox, InputLog inputs, TaskQueue queue)
        implements AutoCloseable {

    /**
     * Makes the clients; nothing is sent yet.
     *
     * @throws IllegalArgumentException if the registry's address is missing
     * @throws org.apache.kafka.common.KafkaException if the configuration cannot be used
     */
    public static WorkerClients open(WorkerSettings settings, Map<String, String> kafka) {
        SchemaRegistry registry = SchemaRegistry.connect(ClientConfiguration.registry(kafka));
        Outbox outbox = new Outbox(new KafkaProducer<>(ClientConfiguration.producer(settings, kafka)), registry);
        try {
            InputLog inputs = new InputLog(new KafkaConsumer<>(ClientConfiguration.inputs(settings, kafka)));
            try {
                TaskQueue queue = new TaskQueue(
                        new KafkaShareConsumer<>(ClientConfiguration.consumer(settings, kafka)),
                        settings.queue(),
                        settings.deliveryLimit(),
                        settings.lockDuration());
                return new WorkerClients(registry, outbox, inputs, queue);
            } catch (RuntimeException e) {
                inputs.close();
                throw e;
            }
        } catch (RuntimeException e) {
            outbox.close();
            throw e;
        }
    }

    /** Leaves the group first: what comes in no more need not be answered. */
    @Override
    public void close() {
        try (outbox;
                inputs;
                queue) {
            // Closed in the reverse order, the others even if one fails.
        }
    }
}

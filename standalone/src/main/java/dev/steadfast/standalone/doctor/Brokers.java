package dev.steadfast.standalone.doctor;

import dev.steadfast.standalone.command.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Asks the brokers, with patience that ends. */
final class Brokers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Admin admin;

    Brokers(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        values.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        this.admin = KafkaClients.create(() -> Admin.create(values));
    }

    Admin admin() {
        return admin;
    }

    /** {@return what the brokers answer}
     *
     * @throws KafkaException with what they said, or that they did not answer in time
     */
    static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "no answer within " + PATIENCE.toSeconds() + " s", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}

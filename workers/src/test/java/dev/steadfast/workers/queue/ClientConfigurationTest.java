package dev.steadfast.workers.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.workers.WorkerSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientConfigurationTest {

    private final WorkerSettings settings = new WorkerSettings(
            "group", "noise-tasks", "id", "cpu", "auto", 4, 1_000, 5, Duration.ofSeconds(30), 20, true, "127.0.0.1", 0);

    @Test
    void shouldPassTheUsersKeysThrough() {
        Map<String, String> kafka = Map.of("security.protocol", "SASL_SSL", "linger.ms", "3");

        assertThat(ClientConfiguration.consumer(settings, kafka)).containsEntry("security.protocol", "SASL_SSL");
        assertThat(ClientConfiguration.producer(settings, kafka))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("linger.ms", "3");
    }

    @Test
    void shouldKeepWhatThePromisesDependOn() {
        Map<String, String> kafka = Map.of(
                "acks", "0",
                "enable.idempotence", "false",
                "group.id", "mine",
                "share.acknowledgement.mode", "implicit",
                "max.poll.records", "500");

        assertThat(ClientConfiguration.producer(settings, kafka))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true);
        assertThat(ClientConfiguration.consumer(settings, kafka))
                .containsEntry("group.id", "group")
                .containsEntry("share.acknowledgement.mode", "explicit")
                .containsEntry("share.acquire.mode", "record_limit")
                .containsEntry("max.poll.records", 4);
    }

    @Test
    void shouldLeaveOutKeysForOtherConsumersOfTheSameFile() {
        Map<String, String> kafka = Map.of("auto.offset.reset", "latest", "session.timeout.ms", "9000");

        assertThat(ClientConfiguration.consumer(settings, kafka))
                .doesNotContainKeys("auto.offset.reset", "session.timeout.ms");
    }
}

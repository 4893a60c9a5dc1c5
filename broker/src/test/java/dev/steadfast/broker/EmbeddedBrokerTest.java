package dev.steadfast.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTopicsAcrossRestartsAndRefuseASecondBrokerInItsFolder() throws Exception {
        Path data = folder.resolve("kafka");
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("t", Optional.of(2), Optional.empty())))
                    .all()
                    .get();

            assertThatThrownBy(() -> EmbeddedBroker.start(data, 0))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("in use by another broker");
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
                Admin admin = admin(broker)) {
            assertThat(admin.listTopics().names().get()).contains("t");
        }
    }

    @Test
    void shouldNameAPortThatIsTaken() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("first"), 0)) {
            int port = Integer.parseInt(broker.bootstrapServers().split(":", -1)[1]);

            assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("second"), port))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("Kafka's port " + port + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void shouldSayWhereItsDataAreWhenKafkaHaltsTheJvm() throws Exception {
        Path data = folder.resolve("halting");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltingBroker.class.getName(),
                        data.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(err).content().contains("Its data are in " + data).containsPattern("where \\d+ MB are free");
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}

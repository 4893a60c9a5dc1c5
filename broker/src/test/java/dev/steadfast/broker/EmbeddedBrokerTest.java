package dev.steadfast.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
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
    void shouldBeOneClusterWithThoseThatNameTheSameVoters() throws Exception {
        List<Integer> ports = List.of(FreePorts.next(), FreePorts.next(), FreePorts.next());
        List<Integer> controllers = List.of(FreePorts.next(), FreePorts.next(), FreePorts.next());
        List<CompletableFuture<EmbeddedBroker>> starting = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> EmbeddedBroker.start(
                                folder.resolve("kafka-" + i), ports.get(i), member(i, ports.get(i), controllers)),
                        work -> new Thread(work).start()))
                .toList();
        List<EmbeddedBroker> brokers =
                starting.stream().map(CompletableFuture::join).toList();
        try (Admin admin = admin(brokers.get(2))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 3))).all().get();

            assertThat(admin.describeTopics(List.of("t")).allTopicNames().get().values())
                    .flatExtracting(topic -> topic.partitions().get(0).replicas())
                    .extracting(Node::id)
                    .containsExactlyInAnyOrder(1, 2, 3);
        } finally {
            brokers.parallelStream().forEach(EmbeddedBroker::close);
        }
    }

    private static Map<String, String> member(int index, int port, List<Integer> controllers) {
        String voters = IntStream.range(0, 3)
                .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllers.get(i))
                .collect(Collectors.joining(","));
        return Map.of(
                "node.id",
                Integer.toString(index + 1),
                "controller.quorum.voters",
                voters,
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllers.get(index)));
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

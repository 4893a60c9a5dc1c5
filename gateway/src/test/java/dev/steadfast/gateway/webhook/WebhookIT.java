package dev.steadfast.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.gateway.metrics.Instruments;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhooks of two gateways on one broker. */
class WebhookIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String APPLICATION = "steadfast";
    private static final int PARTITIONS = 2;

    @TempDir
    private Path folder;

    @Test
    void shouldPostEachEventOnceAndLoseNoneWithAGateway() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer());
                Receiver receiver = new Receiver()) {
            Map<String, String> kafka =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistry.URL, "mock://webhook-it");
            SchemaRegistry registry = SchemaRegistry.connect(kafka);
            new TopicProvisioner(admin, registry).apply(new TopicSettings(PARTITIONS, 1));
            publish(producer, registry, "before", 0, 4);

            Webhook other = open(kafka, registry, receiver);
            try {
                Webhook one = open(kafka, registry, receiver);
                try {
                    // Given
                    await().atMost(PATIENCE).untilAsserted(() -> assertThat(sharing(admin))
                            .as("gateways that have a partition")
                            .isEqualTo(2));
                    await().atMost(PATIENCE)
                            .until(() -> admin.listConsumerGroupOffsets(Webhook.group(APPLICATION))
                                            .partitionsToOffsetAndMetadata()
                                            .get()
                                            .size()
                                    == PARTITIONS);

                    // When
                    publish(producer, registry, "gate", 0, 20);

                    // Then
                    await().atMost(PATIENCE).until(() -> receiver.posted.size() >= 20);
                    assertThat(receiver.ids())
                            .as("each once, and none from before the first start")
                            .containsExactlyInAnyOrderElementsOf(ids("gate", 0, 20));

                    // When
                    receiver.status = 503;
                    publish(producer, registry, "door", 0, 4);
                    await().atMost(PATIENCE).until(() -> receiver.posted.size() > 24);
                } finally {
                    one.close();
                }
                receiver.status = 204;

                // Then
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(new HashSet<>(receiver.ids()))
                        .containsAll(ids("door", 0, 4)));
            } finally {
                other.close();
            }
            int posted = receiver.posted.size();

            // When: nobody is there while something happens
            publish(producer, registry, "yard", 0, 4);
            Webhook next = open(kafka, registry, receiver);

            // Then
            try {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(receiver.ids().subList(posted, receiver.posted.size()))
                                .containsAll(ids("yard", 0, 4)));
            } finally {
                next.close();
            }
        }
    }

    private static Webhook open(Map<String, String> kafka, SchemaRegistry registry, Receiver receiver) {
        WebhookSettings settings = CameraTurns.settings(receiver.url());
        return Webhook.open(
                settings, kafka, APPLICATION, registry, new Instruments(new Meters()), WebhookStatus.of(settings));
    }

    /** A camera for each event, so that both partitions have some. */
    private static void publish(
            KafkaProducer<String, byte[]> producer, SchemaRegistry registry, String camera, int from, int to)
            throws Exception {
        for (int i = from; i < to; i++) {
            byte[] value = CameraTurns.bytes(registry, CameraTurns.turn(camera + "-" + i, CameraEventKind.DEPARTED, i));
            producer.send(new ProducerRecord<>(Topics.CAMERA_EVENTS.name(), i % PARTITIONS, camera + "-" + i, value))
                    .get();
        }
    }

    private static List<String> ids(String camera, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "%s-%d/departed/2026-11-01T12:%02d:00Z".formatted(camera, i, i))
                .toList();
    }

    /** Also before the first gateway has made the group: none then. */
    private static long sharing(Admin admin) throws Exception {
        try {
            return admin.describeConsumerGroups(List.of(Webhook.group(APPLICATION))).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .map(MemberDescription::assignment)
                    .filter(assignment -> !assignment.topicPartitions().isEmpty())
                    .count();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }
}

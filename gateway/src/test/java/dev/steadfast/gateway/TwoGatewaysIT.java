package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one broker are one to their clients. */
class TwoGatewaysIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REGISTRY = "mock://two-gateways-it";
    private static final String STREAM = "/v1/predictions/stream";

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaProducer<String, byte[]> producer;
    private static int published;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Map<String, Object> clients = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(clients)) {
            new TopicProvisioner(admin, registry()).apply(new TopicSettings(3, 1));
        }
        producer = new KafkaProducer<>(clients, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void shouldGiveTheSamePagesAndPositions() throws Exception {
        publish(40);
        try (Gateway one = start();
                Gateway other = start()) {
            publish(23);
            awaitLast(one);
            awaitLast(other);

            // Then
            List<String> frames = new ArrayList<>();
            String cursor = "";
            while (cursor != null) {
                String path = "/v1/predictions?limit=7" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
                String page = get(one, path).body();
                assertThat(get(other, path).body()).isEqualTo(page);
                JsonArray predictions = new JsonObject(page).getJsonArray("predictions");
                IntStream.range(0, predictions.size())
                        .forEach(i -> frames.add(predictions.getJsonObject(i).getString("frameId")));
                cursor = new JsonObject(page).getString("next");
            }
            assertThat(frames).hasSize(published).doesNotHaveDuplicates();
            try (EventReader here = EventReader.open(one.port(), STREAM);
                    EventReader there = EventReader.open(other.port(), STREAM)) {
                assertThat(here.nextHeartbeat())
                        .isEqualTo(there.nextHeartbeat())
                        .startsWith("p");
            }
        }
    }

    @Test
    void shouldLetAReaderGoOnAtTheOtherWhileOneRestarts() throws Exception {
        List<String> seen = new ArrayList<>();
        try (Gateway other = start()) {
            // Given
            String last;
            int before = published;
            try (Gateway one = start();
                    EventReader events = EventReader.open(one.port(), STREAM)) {
                publish(20);
                last = read(events, 12, seen);
            }

            // When
            publish(20);
            awaitLast(other);
            try (EventReader events = EventReader.open(other.port(), STREAM, "Last-Event-ID: " + last)) {
                last = read(events, 20, seen);
            }
            publish(20);
            try (Gateway restarted = start();
                    EventReader events = EventReader.open(restarted.port(), STREAM, "Last-Event-ID: " + last)) {
                publish(5);
                read(events, 33, seen);
            }

            // Then
            assertThat(seen)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(before, published)
                            .mapToObj(i -> "f-" + i)
                            .toList());
        }
    }

    private static String read(EventReader events, int count, List<String> seen) throws Exception {
        String last = "";
        for (int i = 0; i < count; i++) {
            EventReader.Event event = events.next();
            assertThat(event.name()).isEqualTo("prediction");
            seen.add(event.frameId());
            last = event.id();
        }
        return last;
    }

    private Gateway start() {
        Gateway gateway = Gateway.start(
                RunningFront.settings(),
                RunningFront.accessSettings(),
                RunningFront.webhookSettings(),
                new Deployment("steadfast", "steadfast-workers"),
                Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistry.URL, REGISTRY),
                new Meters());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(gateway, "/v2/health/ready").statusCode())
                        .isEqualTo(200));
        return gateway;
    }

    private void awaitLast(Gateway gateway) {
        for (int i = Math.max(0, published - 30); i < published; i++) { // of all partitions
            String path = "/v1/predictions/f-" + i;
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(get(gateway, path).statusCode()).isEqualTo(200));
        }
    }

    private HttpResponse<String> get(Gateway gateway, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** Predictions of some cameras, and now and then a rejection. */
    private static void publish(int count) {
        for (int i = 0; i < count; i++) {
            String camera = "camera-" + published % 7;
            String frame = "f-" + published++;
            if (i % 9 == 8) {
                send(Topics.REJECTED_FRAMES, camera, MadeUp.rejected(Optional.of(frame), Optional.of(camera)));
            } else {
                send(Topics.CERTIFIED_PREDICTIONS, camera, MadeUp.certified(frame, camera));
            }
        }
        producer.flush();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flush() waits, and what is missing is noticed
    private static <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        byte[] bytes = registry().serde(topic.valueType()).serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), key, bytes));
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.connect(Map.of(SchemaRegistry.URL, REGISTRY));
    }
}

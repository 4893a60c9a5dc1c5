package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.broker.FreePorts;
import dev.steadfast.gateway.evidence.Evidence;
import dev.steadfast.gateway.predictions.AnswerJson;
import dev.steadfast.gateway.problems.GatewayException;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String REGISTRY = "mock://gateway-it";
    private static final int PARTITIONS = 2;
    private static final String TRIAL = "noise-tasks-trial";
    private static final Deployment DEPLOYMENT = new Deployment("steadfast", "steadfast-workers");

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaProducer<String, byte[]> producer;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, REGISTRY));

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        makeTopics(broker.bootstrapServers());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void shouldCarryAFrameToKafkaAndItsPredictionBack() throws Exception {
        try (Gateway gateway = start()) {
            awaitReady(gateway);

            // When
            var response = client.send(
                    HttpRequest.newBuilder(uri(gateway.port(), "/v1/cameras/door/frames?frame-id=round-trip"))
                            .header("Content-Type", "image/png")
                            .POST(BodyPublishers.ofByteArray(MadeUp.png()))
                            .build(),
                    BodyHandlers.ofString());

            // Then
            assertThat(response.statusCode()).isEqualTo(202);
            ConsumerRecord<String, byte[]> record = onlyFrame();
            assertThat(record.key()).isEqualTo("door");
            Frame frame = registry.serde(Frame.class).deserialize(Topics.FRAMES.name(), record.value());
            assertThat(frame.getFrameId()).isEqualTo("round-trip");
            assertThat(frame.getImage()).isEqualTo(ByteBuffer.wrap(MadeUp.png()));
            assertThat(get(gateway, "/v1/predictions/round-trip").statusCode()).isEqualTo(202);

            // When
            publish(Topics.CERTIFIED_PREDICTIONS, "door", MadeUp.certified("round-trip", "door"));

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(gateway, "/v1/predictions/round-trip").body())
                    .isEqualTo(AnswerJson.of(MadeUp.certified("round-trip", "door"))
                            .encode()));
        }
    }

    @Test
    void shouldKnowRecentAnswersAfterARestartAndPassOverRecordsThatItCannotRead() throws Exception {
        // Given
        publish(Topics.CERTIFIED_PREDICTIONS, "door", MadeUp.certified("before", "door"));
        publish(Topics.REJECTED_FRAMES, "door", MadeUp.rejected(Optional.of("refused-before"), Optional.of("door")));
        producer.send(new ProducerRecord<>(Topics.CERTIFIED_PREDICTIONS.name(), "door", new byte[] {7, 7, 7}))
                .get();
        producer.send(new ProducerRecord<>(Topics.CERTIFIED_PREDICTIONS.name(), "door", null))
                .get();
        publish(Topics.CERTIFIED_PREDICTIONS, "door", MadeUp.certified("after-it", "door"));

        // When
        try (Gateway gateway = start()) {
            awaitReady(gateway);

            // Then
            assertThat(get(gateway, "/v1/predictions/before").statusCode()).isEqualTo(200);
            assertThat(get(gateway, "/v1/predictions/after-it").statusCode()).isEqualTo(200);
            assertThat(get(gateway, "/v1/predictions/refused-before").body()).contains("\"rejected\"");
        }
    }

    @Test
    void shouldLookBackNoFurtherThanItRemembers() throws Exception {
        // Given
        for (int i = 0; i < 20; i++) {
            CertifiedPrediction prediction = MadeUp.certified("many-" + i, "camera-" + i);
            publish(Topics.CERTIFIED_PREDICTIONS, "camera-" + i, prediction);
        }

        // When
        try (Gateway gateway = start("gateway.remembered-predictions=1")) {
            awaitReady(gateway);

            // Then
            long known = 0;
            for (int i = 0; i < 20; i++) {
                known += get(gateway, "/v1/predictions/many-" + i).statusCode() == 200 ? 1 : 0;
            }
            assertThat(known).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void shouldCountWhatWaitsInEachQueueAndRepeatTasksInThatOfTheBundle() throws Exception {
        // Given: a bundle on trial whose workers have no group yet, and a prediction of it
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicProvisioner(admin, registry)
                    .apply(new TopicSettings(PARTITIONS, 1), List.of(TaskQueues.topic(TRIAL)));
            makeGroup(admin, "steadfast-workers", "noise-tasks");
            publish(Topics.SERVED_MODELS, "steadfast", announcement());
            RecordMetadata input = publish(Topics.ACCEPTED_FRAMES, "f-1", Evidence.input("f-1", "door"));
            publish(Topics.CERTIFIED_PREDICTIONS, "door", byTrial(input));

            try (Gateway gateway = start("gateway.replay-timeout=1s")) {
                awaitReady(gateway);
                awaitQueues(gateway, "noise-tasks 0", TRIAL + " null");
                makeGroup(admin, "steadfast-workers-trial", TRIAL);

                // When
                HttpResponse<String> samples = get(gateway, "/v1/predictions/f-1/samples?count=2");

                // Then
                assertThat(samples.statusCode()).as(samples.body()).isEqualTo(503);
                assertThat(samples.body()).contains("the workers did not vote within 1 s");
                awaitQueues(gateway, "noise-tasks 0", TRIAL + " 1");
                assertThat(management(gateway, "/metrics").body())
                        .contains("steadfast_backlog_tasks{queue=\"noise-tasks-trial\"} 1.0");
            } finally {
                producer.send(new ProducerRecord<>(Topics.SERVED_MODELS.name(), "steadfast", null))
                        .get();
            }
        }
    }

    /** As the first worker of a queue makes it. */
    private static void makeGroup(Admin admin, String group, String queue) throws Exception {
        Map<TopicPartition, Long> beginning = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            beginning.put(new TopicPartition(queue, partition), 0L);
        }
        admin.alterShareGroupOffsets(group, beginning).all().get();
    }

    private static ModelAnnouncement announcement() {
        ModelAnnouncement stable = ModelAnnouncement.newBuilder()
                .setName("stable")
                .setVersion("1.0.0")
                .setDigest("cd".repeat(32))
                .setInputHeight(2)
                .setInputWidth(3)
                .setClasses(List.of("airplane"))
                .setSigmaMin(0.1)
                .setSigmaMax(1)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.05)
                .setSelectionSamples(4)
                .setEstimationSamples(40)
                .setTaskSamples(10)
                .setAnnouncedAt(MadeUp.NOON)
                .build();
        ModelAnnouncement trial = ModelAnnouncement.newBuilder(stable)
                .setName("trial")
                .setDigest(Evidence.prediction("f-1", "door").getModelDigest())
                .setQueue(TRIAL)
                .setAnswers(false)
                .build();
        return ModelAnnouncement.newBuilder(stable).setOthers(List.of(trial)).build();
    }

    private static CertifiedPrediction byTrial(RecordMetadata input) {
        return CertifiedPrediction.newBuilder(Evidence.prediction("f-1", "door"))
                .setSource(new FrameSource(0, 0L, input.partition(), input.offset()))
                .build();
    }

    private void awaitQueues(Gateway gateway, String... queues) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        new JsonObject(get(gateway, "/v1/fleet").body())
                                .getJsonObject("backlog").getJsonArray("queues").stream()
                                        .map(JsonObject.class::cast)
                                        .map(queue -> queue.getString("queue") + " " + queue.getValue("tasks")))
                .containsExactly(queues));
    }

    @Test
    void shouldWaitForBrokersAndTopicsAndTakeFramesThen() throws Exception {
        int port = FreePorts.next();
        try (Gateway gateway = Gateway.start(
                RunningFront.settings("gateway.kafka-timeout=1s"),
                RunningFront.accessSettings(),
                RunningFront.webhookSettings(),
                DEPLOYMENT,
                kafka("127.0.0.1:" + port),
                new Meters())) {
            // Given
            assertThat(management(gateway, "/health/live").statusCode()).isEqualTo(200);
            assertThat(management(gateway, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(postFrame(gateway).statusCode()).isEqualTo(503);

            // When
            try (EmbeddedBroker late = EmbeddedBroker.start(folder.resolve("late"), port)) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                management(gateway, "/health/ready").body())
                        .contains("does not exist"));
                makeTopics(late.bootstrapServers());

                // Then
                awaitReady(gateway);
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(postFrame(gateway).statusCode()).isEqualTo(202));
            }

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            management(gateway, "/health/ready").statusCode())
                    .isEqualTo(503));
            assertThat(management(gateway, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldNameAPortThatIsTakenAndLeaveNothingBehind() {
        try (Gateway gateway = start()) {
            assertThatThrownBy(() -> start("gateway.port=" + gateway.port()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageStartingWith("gateway.port: cannot listen on port %d of 127.0.0.1", gateway.port())
                    .hasMessageEndingWith("choose another with gateway.port, or stop what listens there");
            assertThatThrownBy(() -> start("gateway.management-port=" + gateway.port()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageStartingWith("gateway.management-port: cannot listen on port %d", gateway.port());
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("gateway-")));
    }

    @Test
    void shouldNameWhatIsWrongWithTheClientsConfiguration() {
        assertThatThrownBy(() -> Gateway.start(
                        RunningFront.settings(),
                        RunningFront.accessSettings(),
                        RunningFront.webhookSettings(),
                        DEPLOYMENT,
                        Map.of("bootstrap.servers", "127.0.0.1:1"),
                        new Meters()))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("schema.registry.url: ");
        assertThatThrownBy(() -> Gateway.start(
                        RunningFront.settings(),
                        RunningFront.accessSettings(),
                        RunningFront.webhookSettings(),
                        DEPLOYMENT,
                        kafka("nonsense"),
                        new Meters()))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("bootstrap.servers");
    }

    private static Gateway start(String... overrides) {
        return Gateway.start(
                RunningFront.settings(overrides),
                RunningFront.accessSettings(),
                RunningFront.webhookSettings(),
                DEPLOYMENT,
                kafka(broker.bootstrapServers()),
                new Meters());
    }

    private static Map<String, String> kafka(String bootstrapServers) {
        return Map.of("bootstrap.servers", bootstrapServers, SchemaRegistry.URL, REGISTRY);
    }

    private static void makeTopics(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new TopicProvisioner(admin, SchemaRegistry.connect(Map.of(SchemaRegistry.URL, REGISTRY)))
                    .apply(new TopicSettings(PARTITIONS, 1));
        }
    }

    private <V extends SpecificRecord> RecordMetadata publish(Topic<V> topic, String key, V value) throws Exception {
        byte[] bytes = registry.serde(topic.valueType()).serialize(topic.name(), value);
        return producer.send(new ProducerRecord<>(topic.name(), key, bytes)).get();
    }

    private static ConsumerRecord<String, byte[]> onlyFrame() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.FRAMES.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return consumer.poll(PATIENCE).iterator().next();
        }
    }

    private void awaitReady(Gateway gateway) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        management(gateway, "/health/ready").statusCode())
                .isEqualTo(200));
    }

    private HttpResponse<String> postFrame(Gateway gateway) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(gateway.port(), "/v1/cameras/late/frames"))
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofByteArray(MadeUp.png()))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(Gateway gateway, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(gateway.port(), path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> management(Gateway gateway, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(gateway.managementPort(), path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}

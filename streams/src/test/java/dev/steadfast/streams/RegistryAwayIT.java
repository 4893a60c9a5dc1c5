package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.routing.Routing;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A registry that goes away while frames come, for longer than a transaction may be open. */
class RegistryAwayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TRANSACTION = Duration.ofSeconds(3);
    private static final byte[] OF_AN_UNKNOWN_SCHEMA = {0, 0, 0, 3, -25, 1};

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnWithWhatItKnowsAndWaitForTheRestWithoutLosingAThread() throws Exception {
        try (StubRegistry server = new StubRegistry();
                EmbeddedBroker broker = EmbeddedBroker.start(
                        folder.resolve("kafka"),
                        0,
                        Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"));
                Lines lines = new Lines()) {
            // Given
            Map<String, String> kafka = Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    SchemaRegistry.URL,
                    server.url(),
                    "transaction.timeout.ms",
                    Long.toString(TRANSACTION.toMillis()));
            SchemaRegistry registry = SchemaRegistry.connect(kafka);
            try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
                new TopicProvisioner(admin, registry).apply(new TopicSettings(1, -1));
            }
            Topics.ALL.forEach(topic -> registry.learn(topic.valueSubject(), topic.valueSchema()));
            try (CertificationStreams streams = start(kafka)) {
                publish(kafka, bytes(registry, TestFrames.frame("f-1").build()));
                assertThat(CommittedRecords.of(kafka, registry, Topics.NOISE_TASKS, 5))
                        .hasSize(5);
                await().until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("schemas")));

                // When
                server.away(true);

                // Then
                publish(
                        kafka,
                        bytes(registry, TestFrames.frame("f-2").build()),
                        bytes(
                                registry,
                                TestFrames.frame("no-image")
                                        .setImage(ByteBuffer.wrap(new byte[] {1}))
                                        .build()));
                assertThat(CommittedRecords.of(kafka, registry, Topics.NOISE_TASKS, 10))
                        .extracting(NoiseTask::getFrameId)
                        .contains("f-2");
                assertThat(CommittedRecords.of(kafka, registry, Topics.REJECTED_FRAMES, 1))
                        .as("the first rejection there is")
                        .extracting(RejectedFrame::getFrameId)
                        .containsExactly("no-image");
                assertThat(server.turnedAway()).isZero();

                // When
                publish(kafka, bytes(registry, TestFrames.frame("f-3").build()), OF_AN_UNKNOWN_SCHEMA);
                await().atMost(PATIENCE)
                        .until(() ->
                                server.turnedAway() > 8); // a second between two of them: longer than the transaction
                server.away(false);

                // Then
                assertThat(CommittedRecords.of(kafka, registry, Topics.REJECTED_FRAMES, 2))
                        .extracting(RejectedFrame::getReason)
                        .contains(RejectionReason.UNKNOWN_SCHEMA);
                assertThat(CommittedRecords.of(kafka, registry, Topics.NOISE_TASKS, 15))
                        .as("each task once")
                        .hasSize(15)
                        .extracting(NoiseTask::getFrameId)
                        .contains("f-3");
                assertThat(streams.health().ready()).isTrue();
                assertThat(lines.written)
                        .noneMatch(line -> line.contains("died"))
                        .filteredOn(line -> line.contains("Waiting for the schema registry"))
                        .hasSize(1);
            }
        }
    }

    private static CertificationStreams start(Map<String, String> kafka) {
        Routing routing = Routing.to(TestModels.animals());
        IntakeSettings intake =
                new IntakeSettings(5000, 1000, 3, 10_000, 100_000, Duration.ofSeconds(1), OrientationRule.EXIF);
        return CertificationStreams.start(
                new Deployment(() -> routing, intake, TestFrames.SETTINGS, TestFrames.STATISTICS),
                TestFrames.settings("registry-away", Duration.ofMillis(20)),
                kafka,
                new Meters());
    }

    private static byte[] bytes(SchemaRegistry registry, Frame frame) {
        return registry.serde(Frame.class).serialize("frames", frame);
    }

    /** In one batch, so that the topology gets them at once. */
    private static void publish(Map<String, String> kafka, byte[]... values) throws Exception {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("bootstrap.servers", kafka.get("bootstrap.servers"));
        configuration.put("linger.ms", 1000);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (byte[] value : values) {
                sent.add(producer.send(new ProducerRecord<>("frames", "door", value)));
            }
            for (Future<?> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    /** What the topology writes to the log. */
    private static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final List<String> written = new CopyOnWriteArrayList<>();
        private final Logger logger = (Logger) LoggerFactory.getLogger("dev.steadfast.streams");

        private Lines() {
            start();
            logger.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            written.add(event.getFormattedMessage());
        }

        @Override
        public void close() {
            logger.detachAppender(this);
        }
    }
}

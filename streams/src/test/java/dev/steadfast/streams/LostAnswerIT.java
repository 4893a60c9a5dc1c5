package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.steadfast.avro.Frame;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.routing.Routing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transactions of the topology lose what they wrote to one partition, while all else that is in them is committed: that partition's part is aborted by hand,
 * as the runbook has it for one that hangs.
 */
class LostAnswerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String APPLICATION = "lost-answers";
    private static final TopicPartition FRAMES = new TopicPartition("frames", 0);

    /** Long enough to come between a record and its commit. */
    private static final Duration COMMIT = Duration.ofSeconds(2);

    private static final Duration TRANSACTION = Duration.ofSeconds(6);

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://lost-answers"));

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerOnceWhatLostItsPlaceInTheTopologyOrItsAnswer() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            // Given
            Map<String, String> kafka = Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    SchemaRegistry.URL,
                    "mock://lost-answers",
                    "transaction.timeout.ms",
                    Long.toString(TRANSACTION.toMillis()));
            try (Admin admin = Admin.create(Map.copyOf(kafka))) {
                new TopicProvisioner(admin, registry).apply(new TopicSettings(1, -1));
                Meters meters = new Meters();
                try (CertificationStreams streams = start(kafka, meters)) {
                    await().atMost(PATIENCE).until(() -> reconciled(admin) == 0);

                    // When
                    String neverAccepted = lose(kafka, admin, Topics.ACCEPTED_FRAMES, "never-accepted");
                    String neverAnswered = lose(kafka, admin, Topics.CERTIFIED_PREDICTIONS, "never-answered");
                    publish(kafka, "all-well");

                    // Then
                    long taken = end(admin);
                    await().atMost(PATIENCE).until(() -> reconciled(admin) == taken);
                    ListMultimap<String, String> answers = answers(kafka);
                    assertThat(answers.get(neverAccepted)).containsExactly("ANSWER_LOST");
                    assertThat(answers.get(neverAnswered)).containsExactly("ANSWER_LOST");
                    assertThat(answers.get("all-well")).containsExactly("a prediction");
                    assertThat(answers.asMap().values())
                            .allSatisfy(each -> assertThat(each).hasSize(1));
                    assertThat(meters.scrape())
                            .contains("steadfast_streams_rejections_total{reason=\"answer_lost\"} 2.0");
                    assertThat(streams.health().ready()).isTrue();
                }
            }
        }
    }

    private static CertificationStreams start(Map<String, String> kafka, Meters meters) {
        Routing routing = Routing.to(TestModels.animals());
        IntakeSettings intake =
                new IntakeSettings(5000, 1000, 3, 10_000, 100_000, Duration.ofSeconds(1), OrientationRule.EXIF);
        return CertificationStreams.start(
                new Deployment(
                        () -> routing, intake, TestFrames.settings(Duration.ofSeconds(1)), TestFrames.STATISTICS),
                new StreamsSettings(APPLICATION, 1, COMMIT, Duration.ofHours(1), Duration.ofSeconds(1), "127.0.0.1", 0),
                kafka,
                meters);
    }

    /**
     * Publishes frames until what the topology writes of one to a topic is lost. It is not where the commit came before us.
     *
     * @return the frame's id
     */
    private String lose(Map<String, String> kafka, Admin admin, Topic<?> topic, String name) throws Exception {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        for (int i = 1; ; i++) {
            String id = name + "-" + i;
            publish(kafka, id);
            ProducerState producer = await().atMost(PATIENCE)
                    .until(() -> active(admin, partition), Optional::isPresent)
                    .orElseThrow();
            admin.abortTransaction(new AbortTransactionSpec(
                            partition,
                            producer.producerId(),
                            (short) producer.producerEpoch(),
                            producer.coordinatorEpoch().orElse(0)))
                    .all()
                    .get();
            long written = producer.currentTransactionStartOffset().orElseThrow();
            if (committed(kafka, topic).noneMatch(record -> record.offset() == written)) {
                return id;
            }
        }
    }

    private static Optional<ProducerState> active(Admin admin, TopicPartition partition) throws Exception {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .findFirst();
    }

    private static long reconciled(Admin admin) throws Exception {
        OffsetAndMetadata noted = admin.listConsumerGroupOffsets(APPLICATION + "-reconciliation")
                .partitionsToOffsetAndMetadata()
                .get()
                .get(FRAMES);
        return noted == null ? -1 : noted.offset();
    }

    private static long end(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(FRAMES, OffsetSpec.latest()))
                .partitionResult(FRAMES)
                .get()
                .offset();
    }

    private ListMultimap<String, String> answers(Map<String, String> kafka) {
        ListMultimap<String, String> answers = ArrayListMultimap.create();
        committed(kafka, Topics.CERTIFIED_PREDICTIONS)
                .forEach(record -> answers.put(record.value().getFrameId(), "a prediction"));
        committed(kafka, Topics.REJECTED_FRAMES)
                .forEach(record -> answers.put(
                        record.value().getFrameId(), record.value().getReason().name()));
        return answers;
    }

    /** All that readers see of a topic. */
    private <V extends SpecificRecord> Stream<ConsumerRecord<String, V>> committed(
            Map<String, String> kafka, Topic<V> topic) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                configuration,
                new StringDeserializer(),
                registry.serde(topic.valueType()).deserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return consumer.position(partition) >= end;
            });
        }
        return records.stream();
    }

    private void publish(Map<String, String> kafka, String frameId) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(Map.copyOf(kafka), new StringSerializer(), new ByteArraySerializer())) {
            byte[] value = registry.serde(Frame.class)
                    .serialize("frames", TestFrames.frame(frameId).build());
            producer.send(new ProducerRecord<>("frames", "door", value)).get();
        }
    }
}

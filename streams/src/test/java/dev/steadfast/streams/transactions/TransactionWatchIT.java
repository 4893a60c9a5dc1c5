package dev.steadfast.streams.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.steadfast.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A transaction that hangs, made on purpose: its producer begins, writes, and never ends. */
class TransactionWatchIT {

    private static final TopicPartition HELD_UP = new TopicPartition("accepted-frames", 1);
    private static final String HANGING = "the-one-that-hangs";

    @TempDir
    private Path folder;

    @Test
    void shouldNameAHangingTransactionUntilItIsAborted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                Lines lines = new Lines()) {
            // Given
            Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka));
                    KafkaProducer<String, String> hanging = producer(kafka, HANGING);
                    KafkaProducer<String, String> other = producer(kafka, "another-application")) {
                admin.createTopics(List.of(
                                new NewTopic("accepted-frames", 2, (short) 1), new NewTopic("others", 1, (short) 1)))
                        .all()
                        .get();
                hanging.initTransactions();
                other.initTransactions();

                // When
                hanging.beginTransaction();
                hanging.send(record("accepted-frames", HELD_UP.partition())).get();
                other.beginTransaction();
                other.send(record("others", 0)).get();

                try (TransactionWatch watch = TransactionWatch.start(
                        kafka, "accepted-frames"::equals, Duration.ofMillis(200), Duration.ofMillis(50))) {
                    // Then
                    await().until(() -> !watch.heldUp().isEmpty());
                    assertThat(watch.heldUp()).singleElement().satisfies(held -> {
                        assertThat(held.partition()).isEqualTo(HELD_UP);
                        assertThat(held.offset()).isZero();
                        assertThat(held.waiting()).isGreaterThan(Duration.ofMillis(200));
                    });
                    assertThat(watch.words())
                            .isEqualTo(
                                    "held up by a transaction that does not end: accepted-frames-1 at offset 0 for 0 s");

                    assertThat(heldUp(admin, Instant.now().plusSeconds(60)))
                            .as("to who looks once, later")
                            .singleElement()
                            .satisfies(held -> {
                                assertThat(held.partition()).isEqualTo(HELD_UP);
                                assertThat(held.offset()).isZero();
                                assertThat(held.waiting()).isGreaterThan(Duration.ofSeconds(59));
                            });
                    assertThat(heldUp(admin, Instant.now())).as("not yet").isEmpty();

                    // When
                    abort(admin);

                    // Then
                    await().until(() -> watch.heldUp().isEmpty());
                    assertThat(watch.words()).isEmpty();
                    await().until(() -> lines.written.size() == 2);
                    assertThat(lines.written)
                            .as("a line a minute, however often it looks")
                            .satisfiesExactly(
                                    line -> assertThat(line).contains("A transaction does not end", HANGING, "Ongoing"),
                                    line -> assertThat(line).contains("No partition is held up"));
                }
            }
        }
    }

    /** As the runbook has it. */
    private static void abort(Admin admin) throws Exception {
        ProducerState producer = admin.describeProducers(List.of(HELD_UP))
                .partitionResult(HELD_UP)
                .get()
                .activeProducers()
                .get(0);
        admin.abortTransaction(new AbortTransactionSpec(
                        HELD_UP,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0)))
                .all()
                .get();
    }

    private static ProducerRecord<String, String> record(String topic, int partition) {
        return new ProducerRecord<>(topic, partition, "f-1", "a record");
    }

    private static KafkaProducer<String, String> producer(Map<String, String> kafka, String id) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("transactional.id", id);
        configuration.put("transaction.timeout.ms", 600_000);
        return new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer());
    }

    /** What the watch writes to the log. */
    private static List<HeldUpPartition> heldUp(Admin admin, Instant now) throws Exception {
        return DeploymentTransactions.heldUp(admin, "accepted-frames"::equals, Duration.ofSeconds(50), now);
    }

    private static final class Lines implements AutoCloseable {

        private final List<String> written = new CopyOnWriteArrayList<>();
        private final Logger logger = (Logger) LoggerFactory.getLogger(TransactionWatch.class);
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                written.add(event.getFormattedMessage()
                        + Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of()));
            }
        };

        private Lines() {
            appender.start();
            logger.addAppender(appender);
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
        }
    }
}

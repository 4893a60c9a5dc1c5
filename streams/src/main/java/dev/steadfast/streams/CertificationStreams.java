package dev.steadfast.streams;

import dev.steadfast.management.Health;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.reconciliation.Patience;
import dev.steadfast.streams.reconciliation.ReconciliationWatch;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.transactions.DeploymentTransactions;
import dev.steadfast.streams.transactions.TransactionWatch;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance of the topology. Any number of them, with one application id, share the partitions. */
public final class CertificationStreams implements AutoCloseable {

    /** What it reads. Without one of them it cannot start. */
    public static final List<Topic<?>> SOURCES = List.of(
            Topics.FRAMES, Topics.ACCEPTED_FRAMES, Topics.VOTES, Topics.CERTIFIED_PREDICTIONS, Topics.REJECTED_FRAMES);

    private static final Logger LOG = LoggerFactory.getLogger(CertificationStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    /** An instance that is silent for so long is taken for dead, and others get its partitions. Kafka's default is 45 s, for which frames would wait. */
    private static final Duration SESSION = Duration.ofSeconds(12);

    private final KafkaStreams streams;
    private final Path stateFolder;
    private final ModelAnnouncer announcer;
    private final TransactionWatch transactions;
    private final Optional<ReconciliationWatch> reconciliation;
    private final StreamsCondition condition = new StreamsCondition();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private CertificationStreams(
            KafkaStreams streams,
            Path stateFolder,
            ModelAnnouncer announcer,
            TransactionWatch transactions,
            Optional<ReconciliationWatch> reconciliation) {
        this.streams = streams;
        this.stateFolder = stateFolder;
        this.announcer = announcer;
        this.transactions = transactions;
        this.reconciliation = reconciliation;
    }

    /**
     * Starts an instance; it joins its group, and announces what it serves, in the background.
     *
     * @param kafka configuration of the Kafka and registry clients, with their own names
     * @param meters where it registers what it measures
     * @throws org.apache.kafka.streams.errors.StreamsException if the configuration cannot be used
     * @throws KafkaException if the brokers do not tell how many partitions there are
     * @throws dev.steadfast.settings.SettingsException if decoding a frame might outlast a transaction
     */
    public static CertificationStreams start(
            Deployment deployment, StreamsSettings settings, Map<String, String> kafka, Meters meters) {
        deployment.intake().requireWithin(DeploymentTransactions.timeout(kafka));
        StreamsInstruments instruments = new StreamsInstruments(meters);
        Admission admission = new Admission(partitions(kafka), deployment::workAhead);
        instruments.watch(() -> admission.states(Instant.now()));
        RegistryPatience patience = new RegistryPatience();
        SchemaRegistry registry = SchemaRegistry.connect(kafka).with(patience);
        Topology topology = CertificationTopology.build(
                deployment, settings.frameIdRetention(), registry, admission, new SecureRandom(), instruments);
        Path stateFolder = stateFolder();
        KafkaStreams streams = client(topology, configuration(settings, kafka, stateFolder), stateFolder);
        ModelAnnouncer announcer = ModelAnnouncer.start(settings.applicationId(), deployment, admission, kafka);
        TransactionWatch transactions = TransactionWatch.start(
                kafka,
                topic -> DeploymentTransactions.isOurs(topic, settings.applicationId()),
                DeploymentTransactions.timeout(kafka));
        Optional<ReconciliationWatch> reconciliation = patience(deployment, settings, kafka)
                .map(waits -> ReconciliationWatch.start(
                        kafka,
                        SchemaRegistry.connect(kafka),
                        settings.applicationId(),
                        waits,
                        () -> readsFirstFrames(streams)));
        CertificationStreams running =
                new CertificationStreams(streams, stateFolder, announcer, transactions, reconciliation);
        FailurePolicy policy = new FailurePolicy(Clock.systemUTC());
        streams.setUncaughtExceptionHandler(failure -> {
            var response = policy.decide(failure);
            LOG.atError().setCause(failure).addKeyValue("response", response).log("A thread of the topology died");
            return response;
        });
        streams.setStateListener((now, before) -> {
            LOG.atInfo().addKeyValue("from", before).addKeyValue("to", now).log("Topology changed state");
            if (running.condition.turned(now)) {
                LOG.atInfo()
                        .addKeyValue("applicationId", settings.applicationId())
                        .addKeyValue("bundles", served(deployment))
                        .log("Topology ready");
            }
            if (now == KafkaStreams.State.PENDING_SHUTDOWN) {
                patience.close(); // later than it was told to stop: a thread that dies before would be replaced
            }
            if (now == KafkaStreams.State.ERROR) {
                running.stopped.completeExceptionally(new IllegalStateException(
                        "the topology gave up after repeated failures; the log has the cause of each"));
            } else if (now == KafkaStreams.State.NOT_RUNNING) {
                running.stopped.complete(null);
            }
        });
        instruments.watch(streams, running::health);
        instruments.watchTransactions(transactions::heldUp);
        reconciliation.ifPresent(watch -> instruments.watchReconciliation(watch::state));
        KafkaStreamsMetrics clients = new KafkaStreamsMetrics(streams, Meters.client("streams"));
        meters.bind(clients, clients::close);
        LearnedSchemas.learn(
                registry,
                Stores.schemas(
                        settings.applicationId(),
                        deployment.certification().memoryOfImages().isPresent()));
        streams.start();
        return running;
    }

    /** How long a frame may be without its answer; empty where nobody is to look. */
    private static Optional<Patience> patience(
            Deployment deployment, StreamsSettings settings, Map<String, String> kafka) {
        return settings.reconciliationMargin().isZero()
                ? Optional.empty()
                : Optional.of(new Patience(
                        deployment.certification().deadline(),
                        settings.reconciliationMargin().plus(DeploymentTransactions.timeout(kafka)),
                        settings.frameIdRetention()));
    }

    /** One instance does, and no other. */
    private static boolean readsFirstFrames(KafkaStreams streams) {
        TopicPartition first = new TopicPartition(Topics.FRAMES.name(), 0);
        return streams.state().isRunningOrRebalancing()
                && streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.activeTasks().stream())
                        .anyMatch(task -> task.topicPartitions().contains(first));
    }

    private static List<String> served(Deployment deployment) {
        return deployment.routing().get().routes().models().stream()
                .map(ServedModel::name)
                .toList();
    }

    /** How this instance is. Partitions that are held up do not make it unready: it does what can be done, and so would another in its place. */
    public Health health() {
        return condition.health(transactions.words());
    }

    /** Completes when this instance has stopped: normally after {@link #close}, exceptionally when it gave up. */
    public CompletableFuture<Void> stopped() {
        return stopped.copy();
    }

    /** Commits what is done, leaves the group, and waits for both. */
    @Override
    public void close() {
        announcer.close();
        transactions.close();
        reconciliation.ifPresent(ReconciliationWatch::close);
        CloseOptions leaving = CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT);
        if (!streams.close(leaving)) {
            LOG.atWarn().addKeyValue("timeout", CLOSE_TIMEOUT).log("The topology did not stop in time");
        }
        delete(stateFolder);
    }

    /**
     * Over how many partitions frames are spread by their ids.
     *
     * @throws KafkaException if the brokers do not tell
     */
    private static int partitions(Map<String, String> kafka) {
        String topic = Topics.VOTES.name();
        try (Admin admin = Admin.create(new HashMap<>(kafka))) {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .mapToInt(description -> description.partitions().size())
                    .max()
                    .orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the brokers do not tell how many partitions %s has: %s".formatted(topic, e.getCause()),
                    e.getCause());
        }
    }

    private static KafkaStreams client(Topology topology, Properties configuration, Path stateFolder) {
        try {
            return new KafkaStreams(topology, configuration);
        } catch (RuntimeException e) {
            delete(stateFolder);
            throw e;
        }
    }

    /** What the client is given: the user's keys, and those that the certificate depends on, which win. */
    static Properties configuration(StreamsSettings settings, Map<String, String> kafka, Path stateFolder) {
        Map<String, Object> values = new HashMap<>();
        values.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        values.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Images travel uncompressed in tasks of the same frame, one after another.
        values.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        values.put(StreamsConfig.producerPrefix("linger.ms"), 5);
        values.put(StreamsConfig.producerPrefix("max.request.size"), Topics.LARGE);
        values.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(DeploymentTransactions.TIMEOUT.toMillis()));
        values.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(SESSION.toMillis()));
        values.putAll(kafka);
        values.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        values.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        values.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        // A producer may stamp records as it likes. Internal records must not inherit that: retention would delete work
        // in hand.
        values.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, WallclockTimestampExtractor.class);
        values.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        values.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    /** Stores are in memory; the folder holds only the instance's id, so each instance has its own. */
    private static Path stateFolder() {
        try {
            return Files.createTempDirectory("steadfast-streams-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made for the topology", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("folder", folder).addKeyValue("error", e).log("A temporary folder is left behind");
        }
    }
}

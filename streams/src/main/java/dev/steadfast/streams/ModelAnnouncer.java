package dev.steadfast.streams;

import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.smoothing.SamplingPlan;
import dev.steadfast.smoothing.SequentialPlan;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.certification.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, once for each start, which bundle is served and how, on a topic that keeps the newest of each deployment. It is for people and
 * dashboards: no answer depends on it, so brokers or a registry that are away are tried again in the background, for as long as it takes.
 *
 * <p>Threading notes: an own thread announces; closing interrupts it and waits for it.
 */
final class ModelAnnouncer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelAnnouncer.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String applicationId;
    private final ModelAnnouncement announcement;
    private final AvroSerde<ModelAnnouncement> serde;
    private final Supplier<Producer<String, byte[]>> producers;
    private final Duration firstPause;
    private final Thread thread = new Thread(this::announce, "model-announcer");

    private ModelAnnouncer(
            String applicationId,
            ModelAnnouncement announcement,
            AvroSerde<ModelAnnouncement> serde,
            Supplier<Producer<String, byte[]>> producers,
            Duration firstPause) {
        this.applicationId = applicationId;
        this.announcement = announcement;
        this.serde = serde;
        this.producers = producers;
        this.firstPause = firstPause;
    }

    /** Begins to announce. */
    static ModelAnnouncer start(String applicationId, ModelAnnouncement announcement, Map<String, String> kafka) {
        return start(
                applicationId,
                announcement,
                SchemaRegistry.connect(kafka),
                () -> new KafkaProducer<>(configuration(kafka), new StringSerializer(), new ByteArraySerializer()),
                FIRST_PAUSE);
    }

    /**
     * Begins to announce.
     *
     * @param producers makes a producer for each attempt
     * @param firstPause after the first attempt that failed; doubled after each further one
     */
    static ModelAnnouncer start(
            String applicationId,
            ModelAnnouncement announcement,
            SchemaRegistry registry,
            Supplier<Producer<String, byte[]>> producers,
            Duration firstPause) {
        ModelAnnouncer announcer = new ModelAnnouncer(
                applicationId, announcement, registry.serde(ModelAnnouncement.class), producers, firstPause);
        announcer.thread.setDaemon(true);
        announcer.thread.start();
        return announcer;
    }

    /** What there is to tell of a deployment. */
    static ModelAnnouncement announcement(Deployment deployment, Instant now) {
        BundleManifest manifest = deployment.model().manifest();
        CertificationSettings defaults = deployment.certification();
        SamplingPlan plan = Plans.decide(null, defaults);
        return ModelAnnouncement.newBuilder()
                .setName(manifest.name())
                .setVersion(manifest.version())
                .setDigest(deployment.model().digest())
                .setInputHeight(manifest.input().height())
                .setInputWidth(manifest.input().width())
                .setClasses(manifest.classes())
                .setSigmaMin(manifest.sigma().min())
                .setSigmaMax(manifest.sigma().max())
                .setPlan(PlanKind.valueOf(plan.kind().name()))
                .setSigma(defaults.sigma())
                .setAlpha(defaults.alpha())
                .setSelectionSamples(plan.selectionSamples())
                .setEstimationSamples(plan.estimationSamples())
                .setTargetRadius(plan instanceof SequentialPlan sequential ? sequential.radius() : null)
                .setTaskSamples(defaults.taskSamples())
                .setAnnouncedAt(now)
                .build();
    }

    private static Map<String, Object> configuration(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.put(ProducerConfig.ACKS_CONFIG, "all");
        return values;
    }

    private void announce() {
        Duration pause = firstPause;
        try {
            while (!announced()) {
                Thread.sleep(pause.toMillis());
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean announced() throws InterruptedException {
        String topic = Topics.SERVED_MODELS.name();
        try (Producer<String, byte[]> producer = producers.get()) {
            producer.send(new ProducerRecord<>(topic, applicationId, serde.serialize(topic, announcement)))
                    .get();
            return true;
        } catch (ExecutionException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", String.valueOf(e))
                    .log("The served model could not be announced yet");
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

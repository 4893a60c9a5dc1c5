package dev.steadfast.streams;

import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.routing.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
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
 * Tells, at the start and whenever routes have changed, which bundles are served and how, on a topic that keeps the newest of each deployment. It
 * is for people and dashboards: no answer depends on it, so brokers or a registry that are away are tried again in the background, for as long as
 * it takes.
 *
 * <p>Threading notes: an own thread announces; closing interrupts it and waits for it.
 */
final class ModelAnnouncer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelAnnouncer.class);

    /** How often routes are looked at, and also the pause after the first attempt that failed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String applicationId;
    private final Supplier<Routes> routes;
    private final Function<Routes, ModelAnnouncement> announcement;
    private final AvroSerde<ModelAnnouncement> serde;
    private final Supplier<Producer<String, byte[]>> producers;
    private final Duration look;
    private final Thread thread = new Thread(this::announce, "model-announcer");

    private ModelAnnouncer(
            String applicationId,
            Supplier<Routes> routes,
            Function<Routes, ModelAnnouncement> announcement,
            AvroSerde<ModelAnnouncement> serde,
            Supplier<Producer<String, byte[]>> producers,
            Duration look) {
        this.applicationId = applicationId;
        this.routes = routes;
        this.announcement = announcement;
        this.serde = serde;
        this.producers = producers;
        this.look = look;
    }

    /** Begins to announce. */
    static ModelAnnouncer start(String applicationId, Deployment deployment, Map<String, String> kafka) {
        return start(
                applicationId,
                () -> deployment.routing().get().routes(),
                routes -> Announcements.of(routes, deployment.certification(), Instant.now()),
                SchemaRegistry.connect(kafka),
                () -> new KafkaProducer<>(configuration(kafka), new StringSerializer(), new ByteArraySerializer()),
                LOOK);
    }

    /**
     * Begins to announce.
     *
     * @param routes those in force
     * @param announcement what there is to tell of them
     * @param producers makes a producer for each attempt
     * @param look how often routes are looked at; also the pause after the first attempt that failed, doubled after each further one
     */
    static ModelAnnouncer start(
            String applicationId,
            Supplier<Routes> routes,
            Function<Routes, ModelAnnouncement> announcement,
            SchemaRegistry registry,
            Supplier<Producer<String, byte[]>> producers,
            Duration look) {
        ModelAnnouncer announcer = new ModelAnnouncer(
                applicationId, routes, announcement, registry.serde(ModelAnnouncement.class), producers, look);
        announcer.thread.setDaemon(true);
        announcer.thread.start();
        return announcer;
    }

    private static Map<String, Object> configuration(Map<String, String> kafka) {
        Map<String, Object> values = new HashMap<>(kafka);
        values.put(ProducerConfig.ACKS_CONFIG, "all");
        return values;
    }

    private void announce() {
        Optional<Routes> announced = Optional.empty();
        Duration pause = look;
        try {
            while (true) {
                Routes now = routes.get();
                if (announced.filter(now::equals).isPresent() || announced(now)) {
                    announced = Optional.of(now);
                    pause = look;
                    Thread.sleep(look.toMillis());
                } else {
                    Thread.sleep(pause.toMillis());
                    Duration longer = pause.multipliedBy(2);
                    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean announced(Routes now) throws InterruptedException {
        String topic = Topics.SERVED_MODELS.name();
        try (Producer<String, byte[]> producer = producers.get()) {
            producer.send(new ProducerRecord<>(topic, applicationId, serde.serialize(topic, announcement.apply(now))))
                    .get();
            return true;
        } catch (ExecutionException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", String.valueOf(e))
                    .log("The served models could not be announced yet");
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

package dev.steadfast.streams;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.WaitingFrames;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.routing.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
 * Tells, at the start and whenever routes have changed, which bundles are served and how, on a topic that keeps the newest of each deployment; and,
 * while frames wait in this instance for their turn, how many. It is for people and dashboards: no answer depends on it, so brokers or a registry
 * that are away are tried again in the background, for as long as
 * it takes.
 *
 * <p>Threading notes: an own thread announces; closing interrupts it and waits for it.
 */
final class ModelAnnouncer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelAnnouncer.class);

    /** How often routes are looked at, and also the pause after the first attempt that failed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** While frames wait, so many looks are between two announcements. */
    private static final int LOOKS = 5;

    private final String applicationId;
    private final String instance = UUID.randomUUID().toString();
    private final Supplier<Routes> routes;
    private final Function<Routes, ModelAnnouncement> announcement;
    private final Supplier<List<WaitingFrames>> waiting;
    private final AvroSerde<ModelAnnouncement> serde;
    private final Supplier<Producer<String, byte[]>> producers;
    private final Duration look;
    private final Thread thread = new Thread(this::announce, "model-announcer");

    private ModelAnnouncer(
            String applicationId,
            Supplier<Routes> routes,
            Function<Routes, ModelAnnouncement> announcement,
            Supplier<List<WaitingFrames>> waiting,
            AvroSerde<ModelAnnouncement> serde,
            Supplier<Producer<String, byte[]>> producers,
            Duration look) {
        this.applicationId = applicationId;
        this.routes = routes;
        this.announcement = announcement;
        this.waiting = waiting;
        this.serde = serde;
        this.producers = producers;
        this.look = look;
    }

    /** Begins to announce. */
    static ModelAnnouncer start(
            String applicationId, Deployment deployment, Admission admission, Map<String, String> kafka) {
        OverloadLog log = new OverloadLog();
        return start(
                applicationId,
                () -> deployment.routing().get().routes(),
                routes -> Announcements.of(routes, deployment.certification(), Instant.now()),
                () -> log.note(Announcements.waiting(admission.states(Instant.now()))),
                SchemaRegistry.connect(kafka),
                () -> new KafkaProducer<>(configuration(kafka), new StringSerializer(), new ByteArraySerializer()),
                LOOK);
    }

    /**
     * Begins to announce.
     *
     * @param routes those in force
     * @param announcement what there is to tell of them
     * @param waiting what waits in this instance
     * @param producers makes a producer for each attempt
     * @param look how often routes are looked at; also the pause after the first attempt that failed, doubled after each further one
     */
    static ModelAnnouncer start(
            String applicationId,
            Supplier<Routes> routes,
            Function<Routes, ModelAnnouncement> announcement,
            Supplier<List<WaitingFrames>> waiting,
            SchemaRegistry registry,
            Supplier<Producer<String, byte[]>> producers,
            Duration look) {
        ModelAnnouncer announcer = new ModelAnnouncer(
                applicationId, routes, announcement, waiting, registry.serde(ModelAnnouncement.class), producers, look);
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
        Optional<News> announced = Optional.empty();
        Duration pause = look;
        int looks = 0;
        try {
            while (true) {
                News now = new News(routes.get(), waiting.get());
                looks++;
                if (announced.isPresent() && !now.isNewsAfter(announced.get(), looks)) {
                    Thread.sleep(look.toMillis());
                } else if (announced(now)) {
                    announced = Optional.of(now);
                    pause = look;
                    looks = 0;
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

    private record News(Routes routes, List<WaitingFrames> waiting) {
        boolean isNewsAfter(News announced, int looks) {
            boolean waits = !waiting.isEmpty() || !announced.waiting.isEmpty();
            return !routes.equals(announced.routes) || (waits && looks >= LOOKS);
        }
    }

    private boolean announced(News now) throws InterruptedException {
        String topic = Topics.SERVED_MODELS.name();
        try (Producer<String, byte[]> producer = producers.get()) {
            ModelAnnouncement told = ModelAnnouncement.newBuilder(announcement.apply(now.routes()))
                    .setInstance(instance)
                    .setWaiting(now.waiting())
                    .build();
            producer.send(new ProducerRecord<>(topic, applicationId, serde.serialize(topic, told)))
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
        Uninterruptibles.joinUninterruptibly(thread);
    }
}

package dev.steadfast.chaos.load;

import dev.steadfast.avro.Frame;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cameras that publish in turns, at a steady pace: every third frame over HTTP, the others to Kafka. Every tenth is published twice, and every twentieth is no
 * image. A camera that gets no acknowledgement does not try again by itself: whether the frame is there, the topics tell.
 *
 * <p>Threading notes: one thread publishes; acknowledgements come on those of the clients.
 */
public final class FrameLoad implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrameLoad.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HTTP_EVERY = 3;
    private static final int TWICE_EVERY = 10;
    private static final int NO_IMAGE_EVERY = 20;
    private static final int ACCEPTED = 202;

    private final SentFrames frames;
    private final String prefix;
    private final int cameras;
    private final List<byte[]> images;
    private final List<URI> gateways;
    private final Random random;
    private final AvroSerde<Frame> serde;
    private final KafkaProducer<String, byte[]> producer;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Phaser underWay = new Phaser(1);
    private int count;

    /**
     * Begins to publish.
     *
     * @param frames where everything is noted
     * @param seed decides what is published; ids begin with it
     * @param framesPerSecond of all cameras together
     * @param images encoded as PNG
     */
    public static FrameLoad start(
            SentFrames frames,
            long seed,
            double framesPerSecond,
            int cameras,
            List<byte[]> images,
            Map<String, String> kafka,
            List<URI> gateways) {
        FrameLoad load = new FrameLoad(frames, seed, cameras, images, kafka, gateways);
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) / framesPerSecond);
        var unused = load.thread.scheduleAtFixedRate(load::publish, 0, pause, TimeUnit.NANOSECONDS);
        return load;
    }

    private FrameLoad(
            SentFrames frames,
            long seed,
            int cameras,
            List<byte[]> images,
            Map<String, String> kafka,
            List<URI> gateways) {
        this.frames = frames;
        this.prefix = "s" + seed + "-";
        this.cameras = cameras;
        this.images = List.copyOf(images);
        this.gateways = List.copyOf(gateways);
        this.random = new Random(seed);
        this.serde = SchemaRegistry.connect(kafka).serde(Frame.class);
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "500"); // the other frames must go on in time
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        this.producer = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
    }

    private void publish() {
        int number = count++;
        String camera = "camera-" + number % cameras;
        boolean image = number % NO_IMAGE_EVERY != NO_IMAGE_EVERY - 1;
        byte[] bytes =
                image ? images.get(random.nextInt(images.size())) : "no image".getBytes(StandardCharsets.US_ASCII);
        Sent frame = new Sent(prefix + number, camera, Instant.now(), image);
        frames.sent(frame);
        try {
            if (image && number % HTTP_EVERY == 0) {
                send(gateways.get(random.nextInt(gateways.size())), frame, bytes);
            } else {
                byte[] value = serde.serialize(Topics.FRAMES.name(), record(frame, bytes));
                for (int copy = 0; copy < (number % TWICE_EVERY == 1 ? 2 : 1); copy++) {
                    send(frame, value);
                }
            }
        } catch (RuntimeException e) { // the frame was not acknowledged, and the next one is due
            LOG.atDebug().addKeyValue("frameId", frame.frameId()).setCause(e).log("Frame not published");
        }
    }

    private void send(Sent frame, byte[] value) {
        var unused =
                producer.send(new ProducerRecord<>(Topics.FRAMES.name(), frame.cameraId(), value), (place, failure) -> {
                    if (failure == null) {
                        frames.acknowledged(frame.frameId());
                    }
                });
    }

    private void send(URI gateway, Sent frame, byte[] image) {
        URI address = gateway.resolve("/v1/cameras/%s/frames?frame-id=%s"
                .formatted(frame.cameraId(), URLEncoder.encode(frame.frameId(), StandardCharsets.UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "image/png")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(image))
                .build();
        underWay.register();
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenAccept(response -> {
                    if (response.statusCode() == ACCEPTED) {
                        frames.acknowledged(frame.frameId());
                    }
                })
                .whenComplete((none, failure) -> underWay.arriveAndDeregister());
    }

    private static Frame record(Sent frame, byte[] bytes) {
        return Frame.newBuilder()
                .setFrameId(frame.frameId())
                .setCameraId(frame.cameraId())
                .setCapturedAt(frame.at().truncatedTo(ChronoUnit.MILLIS))
                .setContentType("image/png")
                .setImage(ByteBuffer.wrap(bytes))
                .build();
    }

    /** Publishes no more, and waits until what is under way has been acknowledged or given up. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("A frame is still being published");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(PATIENCE.plus(PATIENCE));
        underWay.arriveAndAwaitAdvance(); // requests give up by themselves
    }
}

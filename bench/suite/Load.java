import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Frames of 11 tasks, published and read. */
final class Load {
    static final int TASKS = 11;
    static final int SAMPLES = 25 * TASKS;
    private static final int CAMERAS = 12;

    private final Map<String, Object> kafka;
    private final SchemaRegistry registry;
    private final AvroSerde<Frame> frames;
    private final AvroSerde<CertifiedPrediction> predictions;
    private final List<byte[]> images = images();
    private final SamplingOptions options = SamplingOptions.newBuilder()
            .setPlan(PlanKind.FIXED)
            .setSelectionSamples(25)
            .setEstimationSamples(SAMPLES - 25)
            .build();
    private int number;

    /** @param kafka configuration of the Kafka and registry clients */
    Load(Map<String, String> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.registry = SchemaRegistry.connect(kafka);
        this.frames = registry.serde(Frame.class);
        this.predictions = registry.serde(CertifiedPrediction.class);
    }

    SchemaRegistry registry() {
        return registry;
    }

    KafkaProducer<String, byte[]> producer(String name, Duration linger) {
        Map<String, Object> all = new HashMap<>(kafka);
        all.putAll(Map.of("client.id", name, "linger.ms", linger.toMillis(), "batch.size", 131072, "compression.type", "lz4"));
        return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }

    KafkaConsumer<String, byte[]> consumer(String name, String... topics) {
        Map<String, Object> all = new HashMap<>(kafka);
        all.putAll(Map.of("client.id", name, "group.id", name, "auto.offset.reset", "earliest"));
        all.putAll(Map.of("isolation.level", "read_committed", "max.poll.records", 5000));
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topics));
        return consumer;
    }

    /** Where every frame ends. */
    KafkaConsumer<String, byte[]> answers(String name) {
        return consumer(name, Topics.CERTIFIED_PREDICTIONS.name(), Topics.REJECTED_FRAMES.name());
    }

    /** {@return whether an answer is by all votes that its frame asked for} */
    boolean isDecided(ConsumerRecord<String, byte[]> answer) {
        return answer.topic().equals(Topics.CERTIFIED_PREDICTIONS.name())
                && predictions.deserialize(answer.topic(), answer.value()).getSamplesUsed() == SAMPLES;
    }

    /** The next frame. For one thread. */
    ProducerRecord<String, byte[]> frame() {
        String camera = "camera-" + number % CAMERAS;
        Frame frame = Frame.newBuilder()
                .setFrameId(UUID.randomUUID().toString())
                .setCameraId(camera)
                .setCapturedAt(Instant.now())
                .setContentType("image/png")
                .setImage(ByteBuffer.wrap(images.get(number % images.size())))
                .setOptions(options)
                .build();
        number++;
        return new ProducerRecord<>(Topics.FRAMES.name(), camera, frames.serialize(Topics.FRAMES.name(), frame));
    }

    /** Pictures of noise, of the bundle's size. */
    private static List<byte[]> images() {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 32 * 32; pixel++) {
                image.setRGB(pixel % 32, pixel / 32, random.nextInt(1 << 24));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            images.add(bytes.toByteArray());
        }
        return images;
    }
}

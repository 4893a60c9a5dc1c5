package dev.steadfast.workers;

import dev.steadfast.avro.InputReference;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.ReplayOrder;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.workers.queue.Delivery;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Noise tasks for the {@link FakeVoter}, and deliveries of them. */
public final class Tasks {

    public static final String FRAME = "frame-1";
    public static final int SAMPLES = 10;

    public static final AvroSerde<NoiseTask> SERDE = SchemaRegistry.connect(
                    Map.of(SchemaRegistry.URL, "mock://tasks-" + UUID.randomUUID()))
            .serde(NoiseTask.class);

    private Tasks() {}

    public static NoiseTask task(int index) {
        return builder(index).build();
    }

    public static List<NoiseTask> tasks(int count) {
        return IntStream.range(0, count).mapToObj(Tasks::task).toList();
    }

    public static NoiseTask.Builder builder(int index) {
        return NoiseTask.newBuilder()
                .setFrameId(FRAME)
                .setTaskIndex(index)
                .setFirstSample((long) index * SAMPLES)
                .setSamples(SAMPLES)
                .setSigma(0.25)
                .setNoiseKey(new NoiseKey256(new byte[NoiseKey.BYTES]))
                .setModelDigest(FakeVoter.DIGEST)
                .setDeadline(Instant.parse("2100-01-01T00:00:00Z"))
                .setImage(ByteBuffer.wrap(new byte[FakeVoter.IMAGE_BYTES]));
    }

    /** A task that names its certified input. */
    public static NoiseTask named(InputReference input) {
        return builder(0).setImage(ByteBuffer.allocate(0)).setInput(input).build();
    }

    /** A task that somebody wants to see voted on once more. */
    public static NoiseTask replayed(int index, int illustrated) {
        return builder(index)
                .setReplay(new ReplayOrder("request-" + index, illustrated))
                .build();
    }

    public static Delivery delivery(NoiseTask task) {
        return delivery(task.getTaskIndex(), SERDE.serialize(Topics.NOISE_TASKS.name(), task));
    }

    public static Delivery delivery(long offset, byte[] value) {
        return new Delivery(new ConsumerRecord<>(Topics.NOISE_TASKS.name(), 0, offset, new byte[0], value), 1, false);
    }

    public static Delivery last(Delivery delivery) {
        return new Delivery(delivery.record(), 5, true);
    }
}

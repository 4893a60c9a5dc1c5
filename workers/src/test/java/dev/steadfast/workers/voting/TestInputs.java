package dev.steadfast.workers.voting;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.InputReference;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.workers.AcceptedFrames;
import dev.steadfast.workers.queue.LostInputException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.errors.TimeoutException;

/** A partition of accepted-frames in memory. */
final class TestInputs {

    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final AvroSerde<AcceptedFrame> serde = SchemaRegistry.connect(
                    Map.of(SchemaRegistry.URL, "mock://inputs-" + UUID.randomUUID()))
            .serde(AcceptedFrame.class);
    private final Map<Long, byte[]> records = new HashMap<>();

    /** The offsets that were asked for. */
    final List<Long> fetched = new ArrayList<>();

    boolean away;
    long nanoTime;
    Duration fetchTime = Duration.ZERO;

    CertifiedInputs inputs(long room) {
        return new CertifiedInputs(this::read, serde, room, PATIENCE, () -> nanoTime);
    }

    InputReference put(long offset, byte[] image) {
        putBytes(offset, serde.serialize(Topics.ACCEPTED_FRAMES.name(), AcceptedFrames.of(image)));
        return new InputReference(0, offset, Sha256.of(ByteBuffer.wrap(image)));
    }

    void putBytes(long offset, byte[] value) {
        records.put(offset, value);
    }

    void delete(long offset) {
        records.remove(offset);
    }

    private byte[] read(int partition, long offset, Duration patience) {
        fetched.add(offset);
        nanoTime += fetchTime.toNanos();
        if (away || fetchTime.compareTo(patience) > 0) {
            throw new TimeoutException("away");
        }
        byte[] value = records.get(offset);
        if (value == null) {
            throw new LostInputException("gone");
        }
        return value;
    }
}

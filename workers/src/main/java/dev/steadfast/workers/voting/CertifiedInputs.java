package dev.steadfast.workers.voting;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.InputReference;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.RecordBytes;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.workers.queue.LostInputException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The certified inputs that tasks name by their place: each is fetched once, checked against its digest, and remembered while there is room. All fetches
 * of a turn share its time. Used by one thread, so that no input is ever fetched twice at once.
 */
public final class CertifiedInputs {

    /** Where inputs are fetched. */
    @FunctionalInterface
    public interface Source {

        /**
         * The value of a record of accepted-frames.
         *
         * @throws LostInputException if it is there no more
         * @throws org.apache.kafka.common.errors.RetriableException if it may come when asked again
         */
        byte[] read(int partition, long offset, Duration patience);
    }

    private final Source source;
    private final AvroSerde<AcceptedFrame> serde;
    private final long room;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /** Least recently used first. */
    private final Map<InputReference, byte[]> known = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;
    private long turnBegan;

    /**
     * @param room the most bytes that are remembered
     * @param patience how long the fetches of a turn may take
     * @param nanoTime as {@link System#nanoTime()}
     */
    public CertifiedInputs(
            Source source, AvroSerde<AcceptedFrame> serde, long room, Duration patience, LongSupplier nanoTime) {
        this.source = source;
        this.serde = serde;
        this.room = room;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.turnBegan = nanoTime.getAsLong();
    }

    /** A turn begins, with its time. */
    void beginTurn() {
        turnBegan = nanoTime.getAsLong();
    }

    /**
     * The certified input: unsigned bytes, channel first. Not to be changed.
     *
     * @throws LostInputException if it is there no more, or something else is there
     * @throws org.apache.kafka.common.errors.RetriableException if it did not come in time
     * @throws dev.steadfast.schemas.RegistryException if its schema cannot be had
     */
    byte[] of(InputReference reference) {
        byte[] remembered = known.get(reference);
        if (remembered != null) {
            return remembered;
        }
        byte[] fetched = fetch(reference);
        remember(reference, fetched);
        return fetched;
    }

    private byte[] fetch(InputReference reference) {
        Duration left = patience.minusNanos(nanoTime.getAsLong() - turnBegan);
        if (left.isNegative() || left.isZero()) {
            throw new TimeoutException("fetching certified inputs took all of the turn's " + patience.toMillis()
                    + " ms, before it came to that of " + reference);
        }
        byte[] value = source.read(reference.getPartition(), reference.getOffset(), left);
        ByteBuffer image;
        try {
            image = serde.deserialize(Topics.ACCEPTED_FRAMES.name(), value).getImage();
        } catch (UnreadableRecordException e) {
            throw new LostInputException("%s does not hold an accepted frame: %s".formatted(reference, e.getMessage()));
        }
        String digest = Sha256.of(image);
        if (!digest.equals(reference.getSha256())) {
            throw new LostInputException("another certified input stands where the task says: %s has SHA-256 %s"
                    .formatted(reference, digest));
        }
        return RecordBytes.copy(image);
    }

    private void remember(InputReference reference, byte[] input) {
        known.put(reference, input);
        bytes += input.length;
        Iterator<byte[]> oldest = known.values().iterator();
        while (bytes > room) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }
}

package dev.steadfast.streams;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.DrawnNoise;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Gives a certified input of a camera the same noise again, if it comes again soon, by the same plan and bundle: then the same samples vote, with the same
 * result, and whoever sends an image until luck gives a certificate has had one try. Another plan gets other noise, since the noise is known by then, from
 * the first answer's receipt, and must not be what a plan is chosen by.
 *
 * <p>A key is drawn when the frame is read from the topic {@code frames}: what it shows and asks for is on record by then, and its plan is fixed.
 */
final class NoiseMemory {

    private final WindowStore<String, DrawnNoise> store;
    private final Duration window;
    private final SecureRandom random;

    /** @param window for how long an input is remembered that does not come again */
    NoiseMemory(WindowStore<String, DrawnNoise> store, Duration window, SecureRandom random) {
        this.store = store;
        this.window = window;
        this.random = random;
    }

    /** The frame with its noise, and with the frame that had it first if that is another one. */
    AcceptedFrame recall(AcceptedFrame frame, Instant now) {
        String input = idOf(frame);
        Optional<KeyValue<Long, DrawnNoise>> known = latest(input, now);
        DrawnNoise noise = known.map(found -> found.value)
                .orElseGet(() ->
                        new DrawnNoise(new NoiseKey256(NoiseKey.random(random).bytes()), frame.getFrameId()));
        // Not each time, so that one that comes often has few entries; an entry counts for half a window longer for it.
        if (known.isEmpty() || known.get().key < now.minus(window.dividedBy(2)).toEpochMilli()) {
            store.put(input, noise, now.toEpochMilli());
        }
        boolean first = noise.getFrameId().equals(frame.getFrameId());
        return AcceptedFrame.newBuilder(frame)
                .setNoiseKey(noise.getNoiseKey())
                .setResumedFrom(first ? null : noise.getFrameId())
                .build();
    }

    private Optional<KeyValue<Long, DrawnNoise>> latest(String input, Instant now) {
        try (WindowStoreIterator<DrawnNoise> all =
                store.fetch(input, now.minus(window.plus(window.dividedBy(2))), now.plus(window))) {
            Optional<KeyValue<Long, DrawnNoise>> latest = Optional.empty();
            while (all.hasNext()) {
                latest = Optional.of(all.next());
            }
            return latest;
        }
    }

    /** All that decides which votes a frame gets, and what is made of them, but for the noise. None of the values has a space but the last. */
    private static String idOf(AcceptedFrame frame) {
        String text = String.join(
                " ",
                frame.getCameraId(),
                String.valueOf(frame.getModelDigest()),
                frame.getPlan().name(),
                Double.toString(frame.getSigma()),
                Double.toString(frame.getAlpha()),
                Integer.toString(frame.getSelectionSamples()),
                Integer.toString(frame.getEstimationSamples()),
                Double.toString(frame.getTargetRadius()),
                Integer.toString(frame.getInputHeight()),
                Integer.toString(frame.getInputWidth()),
                Sha256.of(frame.getImage()));
        return Sha256.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.steadfast.streams.intake;

import dev.steadfast.avro.Frame;
import dev.steadfast.bundles.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** What makes two records with one frame id the same frame. */
final class FrameContent {

    private FrameContent() {}

    /** SHA-256 over the frame as a whole, but for the time of capture, which a producer that tries again may have read again. */
    static String sha256(Frame frame) {
        Frame timeless = Frame.newBuilder(frame).setCapturedAt(Instant.EPOCH).build();
        try {
            ByteBuffer bytes = Frame.getEncoder().encode(timeless);
            return Sha256.of(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}

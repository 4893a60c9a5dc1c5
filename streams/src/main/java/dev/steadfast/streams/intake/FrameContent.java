package dev.steadfast.streams.intake;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.bundles.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What makes two records with one frame id the same frame. */
public final class FrameContent {

    private FrameContent() {}

    /**
     * SHA-256 over the frame as a whole, but for the time of capture, which a producer that tries again may have read again. It is remembered
     * across upgrades: what it is computed of must stay as it is. What is absent adds nothing, so that options of later versions may be
     * added at the end.
     */
    public static String sha256(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write("id", frame.getFrameId(), out);
            write("camera", frame.getCameraId(), out);
            write("type", frame.getContentType(), out);
            write("image", Sha256.of(frame.getImage()), out);
            write("label", frame.getGroundTruth(), out);
            SamplingOptions options = frame.getOptions();
            if (options != null) {
                write("plan", options.getPlan(), out);
                write("sigma", options.getSigma(), out);
                write("alpha", options.getAlpha(), out);
                write("n0", options.getSelectionSamples(), out);
                write("n", options.getEstimationSamples(), out);
                write("radius", options.getRadius(), out);
                write("max-age", options.getMaxAgeMillis(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Sha256.of(ByteBuffer.wrap(bytes.toByteArray()));
    }

    /** Name and value, each behind its length: no other frame gives the same bytes. */
    private static void write(String name, @Nullable Object value, DataOutputStream out) throws IOException {
        if (value != null) {
            for (String part : new String[] {name, value.toString()}) {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        }
    }
}

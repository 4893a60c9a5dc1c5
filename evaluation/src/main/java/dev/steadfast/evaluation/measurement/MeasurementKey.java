package dev.steadfast.evaluation.measurement;

import dev.steadfast.smoothing.noise.NoiseKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The noise key of an image in a measurement: the SHA-256 of this UTF-8 text, each line ended by a line feed, sigma as {@link
 * Double#toString(double)} shows it.
 *
 * <pre>{@code
 * steadfast-evaluation 1
 * seed 0
 * sigma 0.25
 * idx 40
 * }</pre>
 *
 * <p>So a table can be repeated to the last digit. It is for measuring alone: whoever knows the key before choosing the image, or the
 * networks, can fit them to the noise. Images of a dataset were there before this text was, and the stream draws fresh keys. Where networks were
 * chosen by their tables, the chosen one's table wants another seed.
 */
final class MeasurementKey {

    private MeasurementKey() {}

    static NoiseKey of(long seed, double sigma, int idx) {
        String text = "steadfast-evaluation 1\nseed " + seed + "\nsigma " + sigma + "\nidx " + idx + "\n";
        return NoiseKey.of(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

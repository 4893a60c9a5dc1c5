package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.smoothing.GridNoise;
import dev.steadfast.smoothing.NoiseKey;
import dev.steadfast.smoothing.NoiseStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A known batch that every voter runs before its first vote. It warms TorchScript up (its first passes run, and may round,
 * differently from the later ones), shows that the networks are one fixed function of one image, as a certificate needs, and
 * leaves a fingerprint of how this device computes it.
 */
final class Probe {
    /** TorchScript profiles the first pass, compiles in the second, and has settled by the third. */
    private static final int WARM_UP_PASSES = 3;

    private static final byte MID_GREY = (byte) 128;
    private static final int FINGERPRINT_BYTES = 8;

    private final BundleManifest manifest;
    private final BaseClassifier model;

    Probe(BundleManifest manifest, BaseClassifier model) {
        this.manifest = manifest;
        this.model = model;
    }

    /**
     * Runs the probe.
     *
     * @return the fingerprint: hexadecimal digits that depend on every bit of the probe's logits
     * @throws ModelException if the same images give other logits on the next pass, or in another row of the batch
     */
    String run() {
        ForwardBatch forwards = batch(false);
        for (int pass = 0; pass < WARM_UP_PASSES; pass++) {
            model.logits(forwards);
        }
        Logits logits = model.logits(forwards);
        Logits again = model.logits(forwards);
        Logits reversed = model.logits(batch(true));
        for (int row = 0; row < manifest.batch(); row++) {
            check(logits.rowEquals(row, again, row), "the same batch gave other logits the next time");
            check(
                    logits.rowEquals(row, reversed, manifest.batch() - 1 - row),
                    "an image's logits depend on its place or its neighbours in the batch");
        }
        return fingerprint(logits);
    }

    private ForwardBatch batch(boolean reversed) {
        int rows = manifest.batch();
        double sigma = manifest.sigma().max();
        byte[] image = new byte[manifest.input().values()];
        Arrays.fill(image, MID_GREY);
        short[] noise = new short[image.length];
        NoiseStream stream = GridNoise.of(sigma).stream(NoiseKey.of(new byte[NoiseKey.BYTES]));
        ForwardBatch batch = new ForwardBatch(rows, image.length);
        for (int row = 0; row < rows; row++) {
            stream.fill(reversed ? rows - 1 - row : row, noise);
            batch.add(image, noise, sigma);
        }
        return batch;
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ModelException(manifest.name() + " must be one fixed function of a single image, but " + otherwise
                    + " (was it saved in training mode? does the device compute deterministically?)");
        }
    }

    private static String fingerprint(Logits logits) {
        ByteBuffer bits = ByteBuffer.allocate(logits.values().length * Float.BYTES);
        bits.asFloatBuffer().put(logits.values());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bits.array());
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

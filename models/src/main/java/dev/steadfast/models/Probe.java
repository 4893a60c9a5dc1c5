package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.smoothing.GridNoise;
import dev.steadfast.smoothing.NoiseKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;

/**
 * Known batches that every voter runs before its first vote. They warm TorchScript up (its first passes run, and may round,
 * differently from the later ones), show that the networks are one fixed function of one image, as a certificate needs, and
 * leave a fingerprint of how this device computes it.
 *
 * <p>What is shown is that on these batches an image's logits are the same to the last bit the next time, in another row, and
 * in other company. The company is that of <i>strangers</i>: black and white images under the bundle's least noise, where the known
 * ones are grey under its most. Each pass takes the strangers in the rows whose index has a certain bit set. Two rows differ
 * in some bit, so every row loses every other one's company at least once; and a statistic of the whole batch would have to
 * come out alike for nothing but known images, for nothing but strangers, and for every mixture. A network that looks at its
 * neighbours only for certain images can still hide from this.
 */
final class Probe {
    /** TorchScript profiles the first pass, compiles in the second, and has settled by the third. */
    private static final int WARM_UP_PASSES = 3;

    private static final byte BLACK = 0;
    private static final byte MID_GREY = (byte) 128;
    private static final byte WHITE = (byte) 255;
    private static final int FINGERPRINT_BYTES = 8;

    private final BundleManifest manifest;
    private final BaseClassifier model;
    private final int rows;
    private final ForwardBatch batch;

    Probe(BundleManifest manifest, BaseClassifier model) {
        this.manifest = manifest;
        this.model = model;
        this.rows = manifest.batch();
        this.batch = new ForwardBatch(rows, manifest.input().values());
    }

    /**
     * Runs the probe: 7 + log2(batch) passes, rounded up.
     *
     * @return the fingerprint: hexadecimal digits that depend on every bit of the logits of the known images
     * @throws ModelException if the same images give other logits on the next pass, in another row of the batch, or beside
     *     other images
     */
    String run() {
        for (int pass = 0; pass < WARM_UP_PASSES; pass++) {
            logits(row -> row);
        }
        Logits known = logits(row -> row);
        checkRepeats(known);
        checkPlaces(known);
        checkCompany(known);
        return fingerprint(known);
    }

    private void checkRepeats(Logits known) {
        Logits again = logits(row -> row);
        for (int row = 0; row < rows; row++) {
            check(known.rowEquals(row, again, row), "the same batch gave other logits the next time");
        }
    }

    private void checkPlaces(Logits known) {
        Logits reversed = logits(row -> rows - 1 - row);
        for (int row = 0; row < rows; row++) {
            check(
                    known.rowEquals(row, reversed, rows - 1 - row),
                    "an image's logits depend on its place or its neighbours in the batch");
        }
    }

    private void checkCompany(Logits known) {
        Logits strangers = logits(row -> rows + row);
        for (int bit = 1; bit < rows; bit <<= 1) {
            int mask = bit;
            Logits mixed = logits(row -> (row & mask) == 0 ? row : rows + row);
            for (int row = 0; row < rows; row++) {
                Logits alone = (row & mask) == 0 ? known : strangers;
                check(alone.rowEquals(row, mixed, row), "an image's logits depend on the other images in the batch");
            }
        }
    }

    /** One pass. Images 0 to rows - 1 are the known ones, rows to 2 rows - 1 the strangers. */
    private Logits logits(IntUnaryOperator imageOfRow) {
        batch.clear();
        byte[] image = new byte[manifest.input().values()];
        short[] noise = new short[image.length];
        for (int row = 0; row < rows; row++) {
            int index = imageOfRow.applyAsInt(row);
            double sigma =
                    index < rows ? manifest.sigma().max() : manifest.sigma().min();
            Arrays.fill(image, colour(index));
            GridNoise.of(sigma).stream(NoiseKey.of(new byte[NoiseKey.BYTES])).fill(index, noise);
            batch.add(image, noise, sigma);
        }
        return model.logits(batch);
    }

    private byte colour(int index) {
        if (index < rows) {
            return MID_GREY;
        }
        return index % 2 == 0 ? BLACK : WHITE;
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ModelException(
                    manifest.name() + " must be one fixed function of a single image, but " + otherwise
                            + " (was it saved in training mode? does it use a statistic of the whole batch? does the device compute deterministically?)");
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

package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Known batches that every voter runs before its first vote. They warm TorchScript up (its first passes run, and may round,
 * differently from the later ones), show that the networks are one fixed function of one image, as a certificate needs, and
 * leave a fingerprint of how this device computes it.
 *
 * <p>What is shown is that on these batches an image's logits are the same to the last bit the next time, in other rows, and
 * in other company. The company is that of <i>strangers</i>: black and white images under the bundle's least noise, where the known
 * ones are grey under its most. Each pass takes the strangers in the rows whose index has a certain bit set. Two rows differ
 * in some bit, so every row loses every other one's company at least once; and a statistic of the whole batch would have to
 * come out alike for nothing but known images, for nothing but strangers, and for every mixture. Then <i>coloured</i> images, each of
 * its own colour, move through the batch: a function that computes the last rows otherwise, as vectorised ones do with what does not fill a
 * vector, gives other bits for some images only. Small batches are tried with each image in each row. A network that looks at its
 * neighbours only for certain images can still hide from this.
 */
final class Probe {
    /** TorchScript profiles the first pass, compiles in the second, and has settled by the third. */
    private static final int WARM_UP_PASSES = 3;

    private static final byte BLACK = 0;
    private static final byte MID_GREY = (byte) 128;
    private static final byte WHITE = (byte) 255;
    private static final int FINGERPRINT_BYTES = 8;

    /** Passes in which the coloured images move on: as many as this many values allow, within bounds, since a pass over large images takes long. */
    private static final int MOVED_VALUES = 1 << 21;

    private static final int LEAST_MOVES = 4;
    private static final int MOST_MOVES = 32;

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
     * Runs the probe: 8 + log2(batch) passes, rounded up, and 4 to 32 more.
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
        List<Disagreement> found = new ArrayList<>();
        found.add(repeats(known));
        found.add(places(known));
        found.add(company(known));
        found.add(moves());
        found.removeIf(disagreement -> !disagreement.isThere());
        // Rounding explains itself by whatever else there is.
        found.stream()
                .filter(disagreement -> !disagreement.isRounding(manifest.precision()))
                .findFirst()
                .or(() -> found.stream().findFirst())
                .ifPresent(this::refuse);
        return fingerprint(known);
    }

    private Disagreement repeats(Logits known) {
        Disagreement found = new Disagreement("the same batch gave other logits the next time");
        Logits again = logits(row -> row);
        for (int row = 0; row < rows; row++) {
            found.compare(known, row, again, row);
        }
        return found;
    }

    private Disagreement places(Logits known) {
        Disagreement found = new Disagreement("an image's logits depend on its place or its neighbours in the batch");
        Logits reversed = logits(row -> rows - 1 - row);
        for (int row = 0; row < rows; row++) {
            found.compare(known, row, reversed, rows - 1 - row);
        }
        return found;
    }

    private Disagreement company(Logits known) {
        Disagreement found = new Disagreement("an image's logits depend on the other images in the batch");
        Logits strangers = logits(row -> rows + row);
        for (int bit = 1; bit < rows; bit <<= 1) {
            int mask = bit;
            Logits mixed = logits(row -> (row & mask) == 0 ? row : rows + row);
            for (int row = 0; row < rows; row++) {
                found.compare((row & mask) == 0 ? known : strangers, row, mixed, row);
            }
        }
        return found;
    }

    private Disagreement moves() {
        Disagreement found = new Disagreement("an image's logits depend on its place in the batch");
        Logits coloured = logits(row -> 2 * rows + row);
        long affordable = MOVED_VALUES / ((long) rows * manifest.input().values());
        int moves = (int) Math.min(rows - 1, Math.min(MOST_MOVES, Math.max(LEAST_MOVES, affordable)));
        for (int move = 1; move <= moves; move++) {
            int distance = (int) ((long) move * rows / (moves + 1));
            Logits moved = logits(row -> 2 * rows + (row + distance) % rows);
            for (int row = 0; row < rows; row++) {
                found.compare(coloured, (row + distance) % rows, moved, row);
            }
        }
        return found;
    }

    /** One pass. Images 0 to rows - 1 are the known ones, rows to 2 rows - 1 the strangers, and the coloured ones follow. */
    private Logits logits(IntUnaryOperator imageOfRow) {
        batch.clear();
        byte[] image = new byte[manifest.input().values()];
        short[] noise = new short[image.length];
        for (int row = 0; row < rows; row++) {
            int index = imageOfRow.applyAsInt(row);
            double sigma = index / rows == 1
                    ? manifest.sigma().min()
                    : manifest.sigma().max();
            paint(image, index);
            GridNoise.of(sigma).stream(NoiseKey.of(new byte[NoiseKey.BYTES])).fill(index, noise);
            batch.add(image, noise, sigma);
        }
        return model.logits(batch);
    }

    private void paint(byte[] image, int index) {
        if (index < rows) {
            Arrays.fill(image, MID_GREY);
        } else if (index < 2 * rows) {
            Arrays.fill(image, index % 2 == 0 ? BLACK : WHITE);
        } else {
            byte[] colour = new byte[manifest.input().channels()];
            new SplittableRandom(index).nextBytes(colour);
            int pixels = image.length / colour.length;
            for (int channel = 0; channel < colour.length; channel++) {
                Arrays.fill(image, channel * pixels, (channel + 1) * pixels, colour[channel]);
            }
        }
    }

    private void refuse(Disagreement found) {
        throw new ModelException(manifest.name() + " must be one fixed function of a single image, but "
                + found.inWords(manifest.precision(), rows));
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

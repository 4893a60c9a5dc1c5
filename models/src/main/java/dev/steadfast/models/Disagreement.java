package dev.steadfast.models;

import java.util.Locale;

/** Logits of the same images, from two passes that should agree to the last bit: whether they do, and how far apart they are. */
final class Disagreement {

    /** A part of the largest logit below which a difference is rounding, and no other function. */
    private static final double ROUNDING_FP32 = 1e-3;

    /** Of networks that compute with 8 significant bits. */
    private static final double ROUNDING_BF16 = 3e-2;

    /** Rows that fill the vectors of every instruction set, unrolled twice, whatever the number of channels. */
    private static final int FULL_VECTORS = 32;

    private final String what;
    private boolean there;
    private double size;
    private double largest;

    /** @param what differs, as the end of a sentence */
    Disagreement(String what) {
        this.what = what;
    }

    /** Compares a row of one pass with a row of another. */
    void compare(Logits logits, int row, Logits others, int otherRow) {
        if (logits.rowEquals(row, others, otherRow)) {
            return;
        }
        there = true;
        size = Math.max(size, logits.distance(row, others, otherRow));
        largest = Math.max(largest, Math.max(logits.largest(row), others.largest(otherRow)));
    }

    boolean isThere() {
        return there;
    }

    /** Whether it is no more than what another order of the same arithmetic makes. */
    boolean isRounding(String precision) {
        return size <= largest * (precision.endsWith("bf16") ? ROUNDING_BF16 : ROUNDING_FP32);
    }

    /** Says what differs, by how much, and what to do about it. */
    String inWords(String precision, int batch) {
        String words = String.format(Locale.ROOT, "%s, by up to %.2g where logits are up to %.2g", what, size, largest);
        if (!isRounding(precision)) {
            return words
                    + " (was it saved in training mode? does it use a statistic of the whole batch? does the device compute deterministically?)";
        }
        if (batch % FULL_VECTORS == 0) {
            return words + ": rounding that depends on the place (does the device compute deterministically?)";
        }
        return words
                + ": sigmoid, SiLU, softplus and others round the last elements of a batch otherwise where they do not fill"
                + " a vector. In batches of %d they do: make the bundle with --batch %d or a multiple of it (%d now)"
                        .formatted(FULL_VECTORS, FULL_VECTORS, batch);
    }
}

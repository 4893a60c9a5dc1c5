package dev.steadfast.images.formats.jpeg;

/**
 * The inverse discrete cosine transform of a block, in integers, exactly as libjpeg's default ("islow") computes it: the algorithm of
 * Loeffler, Ligtenberg and Moschytz (ICASSP 1989) with constants of 13 fractional bits, columns first, with 2 fractional bits kept
 * between the passes. Used by one thread.
 */
final class InverseTransform {

    private static final int FRACTION = 13;
    private static final int KEPT = 2;
    private static final int AFTER_COLUMNS = FRACTION - KEPT;
    private static final int AFTER_ROWS = FRACTION + KEPT + 3; // a gain of 8 is taken out at the end
    private static final int CENTRE = 128;

    private static final int C_0_298631336 = 2446;
    private static final int C_0_390180644 = 3196;
    private static final int C_0_541196100 = 4433;
    private static final int C_0_765366865 = 6270;
    private static final int C_0_899976223 = 7373;
    private static final int C_1_175875602 = 9633;
    private static final int C_1_501321110 = 12299;
    private static final int C_1_847759065 = 15137;
    private static final int C_1_961570560 = 16069;
    private static final int C_2_053119869 = 16819;
    private static final int C_2_562915447 = 20995;
    private static final int C_3_072711026 = 25172;

    private final int[] values = new int[Component.BLOCK_SAMPLES];

    /**
     * Transforms a block.
     *
     * @param coefficients 64 coefficients in natural order, from {@code at}
     * @param steps 64 quantisation steps in natural order
     * @param samples takes 8 rows of 8 samples, the first from {@code to}, each {@code stride} after the one before
     */
    void block(short[] coefficients, int at, int[] steps, byte[] samples, int to, int stride) {
        for (int i = 0; i < Component.BLOCK_SAMPLES; i++) {
            values[i] = coefficients[at + i] * steps[i];
        }
        for (int column = 0; column < Component.BLOCK; column++) {
            transform(column, Component.BLOCK, AFTER_COLUMNS);
        }
        for (int row = 0; row < Component.BLOCK; row++) {
            transform(row * Component.BLOCK, 1, AFTER_ROWS);
            for (int i = 0; i < Component.BLOCK; i++) {
                int sample = values[row * Component.BLOCK + i] + CENTRE;
                samples[to + row * stride + i] = (byte) Math.max(0, Math.min(255, sample));
            }
        }
    }

    /** Transforms 8 values in place, each {@code step} after the one before, and takes fractional bits away, rounding. */
    private void transform(int at, int step, int excess) {
        int v0 = values[at];
        int v1 = values[at + step];
        int v2 = values[at + 2 * step];
        int v3 = values[at + 3 * step];
        int v4 = values[at + 4 * step];
        int v5 = values[at + 5 * step];
        int v6 = values[at + 6 * step];
        int v7 = values[at + 7 * step];
        int half = 1 << (excess - 1);
        if ((v1 | v2 | v3 | v4 | v5 | v6 | v7) == 0) { // the same sums, in short: most columns and many rows are so
            int flat = ((v0 << FRACTION) + half) >> excess;
            for (int i = 0; i < Component.BLOCK; i++) {
                values[at + i * step] = flat;
            }
            return;
        }

        int turned = (v2 + v6) * C_0_541196100;
        int low = turned + v2 * C_0_765366865;
        int high = turned - v6 * C_1_847759065;
        int sum = (v0 + v4) << FRACTION;
        int difference = (v0 - v4) << FRACTION;
        int even0 = sum + low + half;
        int even1 = difference + high + half;
        int even2 = difference - high + half;
        int even3 = sum - low + half;

        int common = (v7 + v3 + v5 + v1) * C_1_175875602;
        int outer = -(v7 + v1) * C_0_899976223;
        int inner = -(v5 + v3) * C_2_562915447;
        int sevenThree = common - (v7 + v3) * C_1_961570560;
        int fiveOne = common - (v5 + v1) * C_0_390180644;
        int odd3 = v7 * C_0_298631336 + outer + sevenThree;
        int odd2 = v5 * C_2_053119869 + inner + fiveOne;
        int odd1 = v3 * C_3_072711026 + inner + sevenThree;
        int odd0 = v1 * C_1_501321110 + outer + fiveOne;

        values[at] = (even0 + odd0) >> excess;
        values[at + 7 * step] = (even0 - odd0) >> excess;
        values[at + step] = (even1 + odd1) >> excess;
        values[at + 6 * step] = (even1 - odd1) >> excess;
        values[at + 2 * step] = (even2 + odd2) >> excess;
        values[at + 5 * step] = (even2 - odd2) >> excess;
        values[at + 3 * step] = (even3 + odd3) >> excess;
        values[at + 4 * step] = (even3 - odd3) >> excess;
    }
}

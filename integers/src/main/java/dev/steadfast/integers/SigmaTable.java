package dev.steadfast.integers;

/**
 * What a network makes of sigma: integers, by sigma. Sigma's row is read off the bits of its IEEE 754 single-precision number: exponent and the first 8 bits of the
 * fraction, so that a row holds the sigmas within 0.4% of each other. Those before the first row or beyond the last get these.
 *
 * @param first the bits of the first row: {@code floatToIntBits(sigma) >> 15}
 * @param rows gain, plane and amount, row after row: {@code [rows, 3]}; one row where the network does not ask for sigma
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
public record SigmaTable(int first, int[] rows) {
    /** Bits of a sigma that do not count. */
    public static final int SHIFT = 15;

    /** Numbers in a row. */
    public static final int COLUMNS = 3;

    private static final int MOST_GAIN = (1 << 16) - 1;
    private static final int MOST_AMOUNT = (1 << 12) - 1;
    private static final int MOST_ROWS = 1 << 14;

    /** @throws IntegerNetworkException if a value breaks its rule */
    public SigmaTable {
        Rules.inRange("first row of sigma", first, 0, Integer.MAX_VALUE >> SHIFT);
        Rules.inRange("numbers of sigma", rows.length, COLUMNS, MOST_ROWS * COLUMNS);
        Rules.equal("numbers of sigma beyond whole rows", rows.length % COLUMNS, 0);
        for (int row = 0; row < rows.length / COLUMNS; row++) {
            Rules.inRange("gain", rows[row * COLUMNS], 1, MOST_GAIN);
            Rules.inRange("plane", rows[row * COLUMNS + 1], -Format.MIDDLE, Format.MIDDLE - 1);
            Rules.inRange("amount", rows[row * COLUMNS + 2], 0, MOST_AMOUNT);
        }
    }

    /** {@return a table of one row: what a network does that is not told sigma} */
    public static SigmaTable constant(int gain, int amount) {
        return new SigmaTable(0, new int[] {gain, 0, amount});
    }

    /** {@return the number of the row of a sigma, not below 0 and not beyond the last} */
    public int row(float sigma) {
        return Rounding.saturated((Float.floatToIntBits(sigma) >> SHIFT) - first, 0, rows.length / COLUMNS - 1);
    }

    int gain(int row) {
        return rows[row * COLUMNS];
    }

    int plane(int row) {
        return rows[row * COLUMNS + 1];
    }

    int amount(int row) {
        return rows[row * COLUMNS + 2];
    }
}

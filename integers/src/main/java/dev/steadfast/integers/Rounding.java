package dev.steadfast.integers;

/** The one rounding of integer networks: to the nearest integer, ties to the even one, as IEEE 754 rounds. */
final class Rounding {
    private Rounding() {}

    /**
     * {@return {@code value * 2^-shift}, rounded}
     *
     * @param value of at most 2^46, so that nothing overflows
     * @param shift -16 to 46
     */
    static long shifted(long value, int shift) {
        if (shift <= 0) {
            return value << -shift;
        }
        long below = value >> shift;
        long rest = value - (below << shift);
        long half = 1L << (shift - 1);
        boolean up = rest > half || (rest == half && (below & 1) == 1);
        return up ? below + 1 : below;
    }

    /** {@return the value, or the limit that it is beyond} */
    static int saturated(long value, int least, int most) {
        return (int) Math.max(least, Math.min(value, most));
    }
}

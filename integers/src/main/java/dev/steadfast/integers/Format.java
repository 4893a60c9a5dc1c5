package dev.steadfast.integers;

/**
 * What a register's bytes mean: a byte q, 0 to 255, stands for {@code (q - zeroPoint) * 2^exponent}.
 *
 * @param zeroPoint 0 for what is never negative, 128 for what may be: even, so that rounding a value and rounding a byte break ties alike
 * @param exponent of the step from one byte to the next
 * @param rectified whether what is negative becomes 0
 */
public record Format(int zeroPoint, int exponent, boolean rectified) {
    /** The zero point of values that may be negative. */
    public static final int MIDDLE = 128;

    private static final int MOST_BYTE = 255;

    /** @throws IntegerNetworkException if a value breaks its rule */
    public Format {
        if (zeroPoint != 0 && zeroPoint != MIDDLE) {
            throw new IntegerNetworkException("zero point must be 0 or " + MIDDLE + ", but is " + zeroPoint);
        }
        Rules.inRange("exponent", exponent, -Rules.MOST_EXPONENT, Rules.MOST_EXPONENT);
    }

    /** {@return the least of {@code q - zeroPoint}} */
    public int least() {
        return rectified ? 0 : -zeroPoint;
    }

    /** {@return the largest of {@code q - zeroPoint}} */
    public int most() {
        return MOST_BYTE - zeroPoint;
    }

    /** {@return how far {@code q - zeroPoint} can be from 0} */
    public int largest() {
        return Math.max(-least(), most());
    }

    int saturated(long value) {
        return Rounding.saturated(value, least(), most());
    }
}

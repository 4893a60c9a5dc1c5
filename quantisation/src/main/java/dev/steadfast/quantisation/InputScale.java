package dev.steadfast.quantisation;

import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.integers.Format;
import dev.steadfast.integers.SigmaTable;
import dev.steadfast.quantisation.RealNetwork.Normalisation;

/** How noisy pixels become bytes, and noise becomes pixels again. */
final class InputScale {
    /** Of a byte, in what the network takes: with it 4 standard deviations fit. */
    static final double UNIT = 1.0 / 32;

    /** Of sigma's channel. */
    static final double PLANE_UNIT = 1.0 / 64;

    /** Exponent of the noise that a denoiser finds, in units of sigma: 2047 steps are 8 sigma. */
    static final int NOISE_EXPONENT = -8;

    private static final int MOST_AMOUNT_SHIFT = 11;
    private static final int AMOUNT_LIMIT = 1 << 12;
    private static final int FIXED_EXPONENT = -6;
    private static final int BY_SIGMA_EXPONENT = -5;
    private static final int GAIN_SHIFT = 14;
    private static final double PIXEL = 1.0 / 255;

    private InputScale() {}

    /** {@return the shift of {@code amount}: the largest with which it stays below 2^12} */
    static int amountShift(SigmaRange range) {
        int shift = MOST_AMOUNT_SHIFT;
        while (amount(range.max(), shift) >= AMOUNT_LIMIT) {
            shift--;
        }
        return shift;
    }

    private static double amount(double sigma, int shift) {
        return sigma / PIXEL * Math.scalb(1.0, shift + NOISE_EXPONENT);
    }

    /** {@return the exponent of the bytes that are read} */
    static int exponent(Normalisation normalisation, int shift) {
        return normalisation == Normalisation.FIXED ? FIXED_EXPONENT + shift : BY_SIGMA_EXPONENT;
    }

    /**
     * {@return the shift with which pixels are read}
     *
     * @param reach how far they are from grey, but for rare ones
     */
    static int shift(Normalisation normalisation, double reach) {
        if (normalisation == Normalisation.BY_SIGMA) {
            return GAIN_SHIFT;
        }
        int shift = 0;
        while (Math.scalb(reach, -shift) > Format.MIDDLE) {
            shift++;
        }
        return shift;
    }

    /** {@return what a network makes of each sigma of a range, rounded at the middle of each row} */
    static SigmaTable sigmas(Normalisation normalisation, SigmaRange range) {
        if (normalisation == Normalisation.FIXED) {
            return SigmaTable.constant(1, 0);
        }
        int first = Float.floatToIntBits((float) range.min()) >> SigmaTable.SHIFT;
        int last = Float.floatToIntBits((float) range.max()) >> SigmaTable.SHIFT;
        int[] rows = new int[(last - first + 1) * SigmaTable.COLUMNS];
        for (int row = 0; row <= last - first; row++) {
            double sigma = Float.intBitsToFloat(((first + row) << SigmaTable.SHIFT) + (1 << (SigmaTable.SHIFT - 1)));
            double gain = PIXEL / Math.sqrt(sigma * sigma + 0.0625) / UNIT;
            rows[row * SigmaTable.COLUMNS] = Math.toIntExact(Math.round(gain * (1 << GAIN_SHIFT)));
            rows[row * SigmaTable.COLUMNS + 1] = Math.toIntExact(
                    Math.max(-128, Math.min(127, Math.round((StrictMath.log(sigma) + 1) / PLANE_UNIT))));
            rows[row * SigmaTable.COLUMNS + 2] = Math.toIntExact(Math.round(amount(sigma, amountShift(range))));
        }
        return new SigmaTable(first, rows);
    }
}

package dev.steadfast.smoothing.noise;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The inverse distribution function of round(255 e), e ~ N(0, sigma^2), on 64-bit uniforms.
 *
 * <p>The threshold between the values k and k + 1 is T(k) = round(2^64 * Phi((2k + 1) / (510 sigma))), sigma being the exact
 * value of the double; a uniform u maps to the smallest k with u &lt; T(k). Thresholds that round to 0 or 2^64 do not
 * exist: what lies beyond them has less mass than 2^-65 on either side, and folds into the outermost value. The thresholds are
 * symmetric about 2^63, so k and -k are exactly as likely.
 *
 * <p>Immutable.
 */
final class NoiseTable {

    /** A uniform's leading bits choose a cell of the guide; most cells hold no threshold at all, or one. */
    private static final int GUIDE_BITS = 12;

    private static final int GUIDE_SHIFT = Long.SIZE - GUIDE_BITS;

    private static final BigDecimal TWO_POW_FRACTION =
            new BigDecimal(BigInteger.ONE.shiftLeft(NormalCdf.FRACTION_BITS));

    /** Ascending, as unsigned numbers; the threshold above value k is at index k + largest. */
    private final long[] thresholds;

    /** For each cell, the number of thresholds at or below its first uniform; one more entry closes the last cell. */
    private final int[] guide;

    private final int largest;

    NoiseTable(double sigma) {
        List<Long> masses = centralMasses(sigma);
        this.largest = masses.size();
        this.thresholds = new long[2 * largest];
        for (int k = 0; k < largest; k++) {
            thresholds[largest + k] = Long.MIN_VALUE + masses.get(k);
            thresholds[largest - 1 - k] = Long.MIN_VALUE - masses.get(k);
        }
        this.guide = guide(thresholds);
    }

    /** The largest value drawn; the smallest is its negative. */
    int largest() {
        return largest;
    }

    /** The value that the uniform {@code bits}, an unsigned number, maps to. */
    int value(long bits) {
        int cell = (int) (bits >>> GUIDE_SHIFT);
        int low = guide[cell];
        int high = guide[cell + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(thresholds[middle], bits) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - largest;
    }

    /** How many of the 2^64 uniforms map to {@code value} or less. */
    BigInteger cumulative(int value) {
        if (value < -largest) {
            return BigInteger.ZERO;
        }
        if (value >= largest) {
            return BigInteger.ONE.shiftLeft(Long.SIZE);
        }
        return new BigInteger(Long.toUnsignedString(thresholds[largest + value]));
    }

    /** round(2^64 * (Phi(z) - 1/2)) at the upper edge of the values 0, 1, 2, ..., while below 2^63. */
    private static List<Long> centralMasses(double sigma) {
        BigInteger halfStep = TWO_POW_FRACTION
                .divide(new BigDecimal(sigma).multiply(BigDecimal.valueOf(510)), 0, RoundingMode.HALF_EVEN)
                .toBigInteger();
        List<Long> masses = new ArrayList<>();
        for (long k = 0; ; k++) {
            BigInteger z = halfStep.multiply(BigInteger.valueOf(2 * k + 1));
            BigInteger mass = rounded(NormalCdf.centralMass(z));
            if (mass.bitLength() >= Long.SIZE) {
                return masses;
            }
            masses.add(mass.longValueExact());
        }
    }

    private static BigInteger rounded(BigInteger fixed) {
        int excess = NormalCdf.FRACTION_BITS - Long.SIZE;
        return fixed.add(BigInteger.ONE.shiftLeft(excess - 1)).shiftRight(excess);
    }

    private static int[] guide(long[] thresholds) {
        int cells = 1 << GUIDE_BITS;
        int[] guide = new int[cells + 1];
        int below = 0;
        for (int cell = 0; cell < cells; cell++) {
            long first = (long) cell << GUIDE_SHIFT;
            while (below < thresholds.length && Long.compareUnsigned(thresholds[below], first) <= 0) {
                below++;
            }
            guide[cell] = below;
        }
        guide[cells] = thresholds.length;
        return guide;
    }
}

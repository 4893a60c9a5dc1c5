package dev.steadfast.smoothing.noise;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The standard normal distribution function in fixed point, to far more digits than a double has.
 *
 * <p>Arguments and results carry {@value #FRACTION_BITS} fractional bits. The series is Maclaurin's (Abramowitz and Stegun
 * 26.2.10),
 *
 * <pre>Phi(z) - 1/2 = z / sqrt(2 pi) * sum over n of (-z^2 / 2)^n / (n! (2n + 1))</pre>
 *
 * <p>Its terms alternate and grow as large as exp(z^2 / 2) before they shrink, so up to z = {@value #MAX_Z} the sum loses at
 * most 73 bits to cancellation and some 10 to the rounding of its 300 terms: the result is good to 2^-160, with room.
 */
public final class NormalCdf {

    static final int FRACTION_BITS = 256;

    /** Phi(-10) is below 2^-76: nothing beyond it is ever asked for. */
    public static final int MAX_Z = 10;

    private static final BigInteger LIMIT = BigInteger.valueOf(MAX_Z).shiftLeft(FRACTION_BITS);

    /** 1 / sqrt(2 pi). */
    private static final BigInteger INVERSE_ROOT_TWO_PI = fixed(
            "0.39894228040143267793994605993438186847585863116493465766592582967065792589930183850125233390730693643");

    private NormalCdf() {}

    /**
     * Phi(z) - 1/2, the mass between 0 and z.
     *
     * @param z from 0 to {@value #MAX_Z}, in units of 2^-{@value #FRACTION_BITS}
     * @return in units of 2^-{@value #FRACTION_BITS}
     */
    static BigInteger centralMass(BigInteger z) {
        if (z.signum() < 0 || z.compareTo(LIMIT) > 0) {
            throw new IllegalArgumentException("z = " + z + " * 2^-256: must be from 0 to " + MAX_Z);
        }
        BigInteger halfSquare = times(z, z).shiftRight(1);
        BigInteger power = z;
        BigInteger sum = z;
        for (int n = 1; power.signum() > 0; n++) {
            power = times(power, halfSquare).divide(BigInteger.valueOf(n));
            BigInteger term = power.divide(BigInteger.valueOf(2L * n + 1));
            sum = n % 2 == 0 ? sum.add(term) : sum.subtract(term);
        }
        return times(sum, INVERSE_ROOT_TWO_PI);
    }

    /** A decimal in fixed point, rounded down. */
    static BigInteger fixed(String decimal) {
        return new BigDecimal(decimal)
                .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(FRACTION_BITS)))
                .toBigInteger();
    }

    private static BigInteger times(BigInteger a, BigInteger b) {
        return a.multiply(b).shiftRight(FRACTION_BITS);
    }
}

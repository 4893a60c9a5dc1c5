package dev.steadfast.smoothing.bounds;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Evidence about the probability p of independent trials, valid whenever one looks at it.
 *
 * <p>The likelihood ratio of k successes in n trials between p drawn from Beta(1/2, 1/2), cut to one side of p0, and p0 itself is an e-process
 * against the other side: if p is there, the chance that it ever reaches 1/alpha is at most alpha (Ville 1939; Robbins 1970; Ramdas et al.,
 * <i>Game-theoretic statistics and safe anytime-valid inference</i>, 2023). With q0 = 1 - p0, a = k + 1/2, b = n - k + 1/2, and I the regularised
 * incomplete beta function,
 *
 * <pre>ln E = ln B(a, b) - ln B(1/2, 1/2) - k ln p0 - (n - k) ln q0 + ln(1 - I_p0(a, b)) - ln(1 - I_p0(1/2, 1/2))</pre>
 *
 * <p>against p &lt;= p0; with I in place of 1 - I it is the one against p &gt;= p0. Without the last two terms it is an e-process against p = p0
 * alone, and the p that it does not refuse are a confidence sequence.
 *
 * <p>p0 is given as q0, which keeps the digits of a p0 close to 1.
 */
public final class BetaMixture {

    private static final double JEFFREYS = 0.5;
    private static final double LOG_BETA_OF_PRIOR = Math.log(Math.PI);

    /**
     * Allowance for the error of the library's functions, relative: of each logarithm, and of the incomplete beta function, where it grows with n.
     * Against 40-digit values the errors stay below a tenth of it.
     */
    private static final double LOGARITHM_ERROR = 1e-13;

    private static final double TAIL_ERROR = 1e-12;

    private static final double TAIL_ERROR_PER_TRIAL = 1e-15;

    private BetaMixture() {}

    /**
     * ln E against p &lt;= 1 - q0, rounded down.
     *
     * @param k successes, from 0 to n
     * @param n trials
     * @param q0 above 0, below 1
     */
    public static double against(int k, int n, double q0) {
        double tail = RegularizedBeta.value(q0, n - k + JEFFREYS, k + JEFFREYS);
        double priorTail = RegularizedBeta.value(q0, JEFFREYS, JEFFREYS);
        return ratio(k, n, Math.log1p(-q0), Math.log(q0), -1)
                + Math.log(tail)
                - Math.log(priorTail)
                - 2 * (TAIL_ERROR + n * TAIL_ERROR_PER_TRIAL);
    }

    /** ln E against p &gt;= 1 - q0. Nothing rests on it but when to give up, so that it is not rounded to either side. */
    public static double inFavour(int k, int n, double q0) {
        double tail = RegularizedBeta.complement(q0, n - k + JEFFREYS, k + JEFFREYS);
        double priorTail = RegularizedBeta.complement(q0, JEFFREYS, JEFFREYS);
        return ratio(k, n, Math.log1p(-q0), Math.log(q0), 0) + Math.log(tail) - Math.log(priorTail);
    }

    /**
     * The lower end of the confidence sequence, rounded down: the chance that it is ever above p is at most alpha.
     *
     * @return from 0 to below k / n; 0 for k = 0
     */
    public static double lowerBound(int k, int n, double alpha) {
        if (k == 0) {
            return 0;
        }
        double threshold = -Math.log(alpha);
        double low = 0;
        double high = (double) k / n;
        double middle = high / 2;
        while (low < middle && middle < high) {
            if (ratio(k, n, Math.log(middle), Math.log1p(-middle), -1) >= threshold) {
                low = middle;
            } else {
                high = middle;
            }
            middle = (low + high) / 2;
        }
        return Math.nextDown(low);
    }

    /** The logarithm of the mixture over the likelihood at p, moved by its error times {@code rounding}. */
    private static double ratio(int k, int n, double logP, double logQ, int rounding) {
        double mixture = LogBeta.value(k + JEFFREYS, n - k + JEFFREYS);
        double successes = k * logP;
        double failures = (n - k) * logQ;
        double error = LOGARITHM_ERROR * (2 + Math.abs(mixture) + Math.abs(successes) + Math.abs(failures));
        return mixture - LOG_BETA_OF_PRIOR - successes - failures + rounding * error;
    }
}

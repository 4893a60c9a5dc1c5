package dev.steadfast.smoothing.bounds;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.Limits;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The radius within which the smoothed class cannot change (Cohen et al. 2019, Theorem 1 with pB = 1 - pA): R = sigma *
 * Phi^-1(pA).
 */
public final class CertifiedRadius {

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    /** Allowance for the error of the library's quantile, relative. Against 40-digit values it stays below 1e-15. */
    private static final double QUANTILE_ERROR = 1e-13;

    private CertifiedRadius() {}

    /**
     * The radius, rounded down; short of the exact one by less than 2e-13, relative.
     *
     * @param sigma standard deviation of the noise, in units of the full pixel range, from {@link Limits#MIN_SIGMA} to {@link
     *     Limits#MAX_SIGMA}
     * @param pLower a lower bound on the probability of the class under noise, from 0 to below 1
     * @return an L2 distance between images with pixels in [0, 1]; 0, which certifies nothing, where pLower is 1/2 or less
     * @throws InvalidPlanException if sigma is out of range
     * @throws IllegalArgumentException if pLower is out of range: no number of samples bounds a probability by 1
     */
    public static double of(double sigma, double pLower) {
        Limits.requireSigma(sigma);
        if (!(pLower >= 0 && pLower < 1)) {
            throw new IllegalArgumentException("pLower = " + pLower + ": must be from 0 to below 1");
        }
        if (pLower <= 0.5) {
            return 0;
        }
        // 1 - pLower is exact, and keeps the digits that a quantile close to 1 would lose.
        return sigma * STANDARD_NORMAL.inverseSurvivalProbability(1 - pLower) * (1 - QUANTILE_ERROR);
    }
}

package dev.steadfast.smoothing.bounds;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.Limits;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The one-sided lower confidence bound on a probability after k successes in n independent trials (Clopper and Pearson,
 * <i>Biometrika</i> 26, 1934): the p at which k or more successes have probability alpha. It is the alpha-quantile of Beta(k, n
 * - k + 1), LowerConfBound of Cohen et al. 2019.
 */
public final class ClopperPearson {

    /**
     * Allowance for the error of the library's binomial tail, relative: this, and {@link #TAIL_ERROR_PER_TRIAL} for each trial.
     * Against 40-digit values the error grows with n (1e-14 at 100 trials, 5e-13 at 10,000, 5e-10 at 10,000,000), and stays below
     * a twentieth of the allowance.
     */
    private static final double TAIL_ERROR = 1e-12;

    private static final double TAIL_ERROR_PER_TRIAL = 1e-15;

    private ClopperPearson() {}

    /**
     * The bound, rounded down: with probability 1 - alpha or more it is below the true probability.
     *
     * <p>No inverse is trusted. The result is a p for which P[Bin(n, p) &gt;= k], raised by more than the error it is computed
     * with, was seen not to exceed alpha; bisection down to neighbouring doubles finds it. It falls short of the exact bound by
     * less than 1e-11, relative, where that is 1/2 or more, and by less than 5e-8 below.
     *
     * @param k successes, from 0 to n; 0 gives 0, n gives alpha^(1/n)
     * @param n trials, from 1 to {@link Limits#MAX_SAMPLES}
     * @param alpha probability that the bound fails, from {@link Limits#MIN_ALPHA} to below 1
     * @return from 0 to below 1
     * @throws InvalidPlanException if n or alpha is out of range
     * @throws IllegalArgumentException if k is not from 0 to n
     */
    public static double lowerBound(int k, int n, double alpha) {
        Limits.requireSamples("n", n);
        Limits.requireAlpha(alpha);
        if (k < 0 || k > n) {
            throw new IllegalArgumentException("k = " + k + ": must be from 0 to n = " + n);
        }
        if (k == 0) {
            return 0;
        }
        double low = 0;
        double high = 1;
        double middle = 0.5;
        while (low < middle && middle < high) {
            if (largestTail(k, n, middle) <= alpha) {
                low = middle;
            } else {
                high = middle;
            }
            middle = (low + high) / 2;
        }
        return low;
    }

    /** P[Bin(n, p) &gt;= k], rounded up. */
    public static double largestTail(int k, int n, double p) {
        double tail = BinomialDistribution.of(n, p).survivalProbability(k - 1);
        return tail * (1 + TAIL_ERROR + n * TAIL_ERROR_PER_TRIAL);
    }
}

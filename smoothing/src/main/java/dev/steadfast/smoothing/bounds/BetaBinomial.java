package dev.steadfast.smoothing.bounds;

/**
 * The number of successes among further trials whose probability is not known, but for what earlier trials said of it: a binomial whose
 * probability is drawn from a beta distribution. With Jeffreys' prior, Beta(1/2, 1/2), K successes in N trials leave Beta(K + 1/2, N - K + 1/2)
 * (Gelman et al., <i>Bayesian Data Analysis</i>, section 2.3).
 *
 * @param trials n, from 0
 * @param alpha first parameter of the beta distribution, 1/2 or more
 * @param beta second parameter, 1/2 or more
 */
public record BetaBinomial(int trials, double alpha, double beta) {

    private static final double JEFFREYS = 0.5;

    /** @throws IllegalArgumentException if a parameter is out of its range, or not finite */
    public BetaBinomial {
        if (trials < 0) {
            throw new IllegalArgumentException("trials must be 0 or more, but is " + trials);
        }
        if (!(alpha >= JEFFREYS && alpha < Double.POSITIVE_INFINITY)
                || !(beta >= JEFFREYS && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "alpha and beta must be finite and at least 0.5, but are " + alpha + " and " + beta);
        }
    }

    /**
     * What n further trials may bring, after what earlier ones brought, with Jeffreys' prior.
     *
     * @param pastSuccesses K, from 0 to N
     * @param pastTrials N
     * @param trials n
     * @throws IllegalArgumentException if K is not from 0 to N, or n is negative
     */
    public static BetaBinomial after(long pastSuccesses, long pastTrials, int trials) {
        if (pastSuccesses < 0 || pastSuccesses > pastTrials) {
            throw new IllegalArgumentException(
                    "past successes must be from 0 to " + pastTrials + ", but are " + pastSuccesses);
        }
        return new BetaBinomial(trials, pastSuccesses + JEFFREYS, pastTrials - pastSuccesses + JEFFREYS);
    }

    /**
     * P[X &gt;= k]. The probabilities are summed from the mode outwards, each from its neighbour by their exact ratio, and divided by the sum of
     * all. No logarithm of a gamma function is taken, whose error would grow with the parameters: a step adds less than 3e-16 to the relative
     * error of a term, and the result's is below 1e-12 up to a hundred thousand trials. Below 1e-290 the result may be 0.
     *
     * @param k any number; 0 or less gives 1, more than n gives 0
     */
    public double upperTail(int k) {
        if (k <= 0) {
            return 1;
        }
        if (k > trials) {
            return 0;
        }
        int mode = mode();
        Sum below = new Sum();
        Sum tail = new Sum();
        double term = 1; // relative to the mode's
        for (int j = mode; j <= trials && term > 0; j++) {
            (j < k ? below : tail).add(term);
            term *= ratio(j);
        }
        term = 1;
        for (int j = mode - 1; j >= 0 && term > 0; j--) {
            term /= ratio(j);
            (j < k ? below : tail).add(term);
        }
        return tail.value() / (below.value() + tail.value());
    }

    /** {@return P[X = k] for each k from 0 to n} Computed as {@link #upperTail} is. */
    public double[] probabilities() {
        double[] relative = new double[trials + 1];
        int mode = mode();
        Sum all = new Sum();
        double term = 1; // relative to the mode's
        for (int j = mode; j <= trials && term > 0; j++) {
            relative[j] = term;
            all.add(term);
            term *= ratio(j);
        }
        term = 1;
        for (int j = mode - 1; j >= 0 && term > 0; j--) {
            term /= ratio(j);
            relative[j] = term;
            all.add(term);
        }
        double sum = all.value();
        for (int j = 0; j <= trials; j++) {
            relative[j] /= sum;
        }
        return relative;
    }

    /** P[X = j + 1] / P[X = j]: products of half-integers, exact below 2^53. */
    private double ratio(int j) {
        return (trials - j) * (alpha + j) / ((j + 1.0) * (beta + trials - j - 1));
    }

    /** Where the probabilities are largest, or close to it. */
    private int mode() {
        if (alpha <= 1) {
            return 0;
        }
        if (beta <= 1) {
            return trials;
        }
        return (int) Math.min(trials, Math.floor((trials + 1) * ((alpha - 1) / (alpha + beta - 2))));
    }

    /** A sum that carries what rounding took from it (Kahan, Neumaier). Its terms are not negative. */
    private static final class Sum {
        private double sum;
        private double lost;

        void add(double term) {
            double next = sum + term;
            lost += sum >= term ? (sum - next) + term : (term - next) + sum;
            sum = next;
        }

        double value() {
            return sum + lost;
        }
    }
}

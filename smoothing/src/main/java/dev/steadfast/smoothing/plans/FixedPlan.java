package dev.steadfast.smoothing.plans;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.bounds.CertifiedRadius;
import dev.steadfast.smoothing.bounds.ClopperPearson;
import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.smoothing.noise.GridNoise;
import java.util.OptionalInt;

/**
 * CERTIFY of Cohen et al. 2019: n0 samples choose the class, n <i>other</i> samples bound its probability from below.
 *
 * <p>The bound is {@link ClopperPearson}'s, less {@link GridNoise#SAMPLE_ERROR}: the noise is not exactly Gaussian, and the
 * bound pays for it. Above 1/2 it gives a {@link CertifiedRadius}.
 *
 * @param sigma standard deviation of the noise, from {@link Limits#MIN_SIGMA} to {@link Limits#MAX_SIGMA}, in units of the
 *     full pixel range
 * @param alpha probability with which the certificate may be wrong, from {@link Limits#MIN_ALPHA} to below 1
 * @param n0 selection samples, from 1 to {@link Limits#MAX_SAMPLES}
 * @param n estimation samples, likewise
 */
public record FixedPlan(double sigma, double alpha, int n0, int n) implements SamplingPlan {

    /** The paper's. */
    public static final int DEFAULT_N0 = 100;

    /** For a stream; the paper's evaluation takes 10,000, and reaches 3.20 sigma rather than 2.46 sigma. */
    public static final int DEFAULT_N = 1_000;

    /** The paper's. */
    public static final double DEFAULT_ALPHA = 0.001;

    /** @throws InvalidPlanException if a value is out of range, or the plan would abstain even if all votes agreed */
    public FixedPlan {
        Limits.requireSigma(sigma);
        Limits.requireAlpha(alpha);
        Limits.requireSamples("n0", n0);
        Limits.requireSamples("n", n);
        if (lowerBound(n, n, alpha) <= 0.5) {
            String bound = Rounding.down(lowerBound(n, n, alpha), 4);
            throw new InvalidPlanException(
                    Rule.CANNOT_CERTIFY,
                    "n = %d, alpha = %s: cannot certify, the largest radius is 0 (with all votes the bound is %s, not above 1/2); n must be at least %d"
                            .formatted(n, alpha, bound, leastSamples(alpha)));
        }
    }

    @Override
    public Kind kind() {
        return Kind.FIXED;
    }

    @Override
    public int selectionSamples() {
        return n0;
    }

    @Override
    public int estimationSamples() {
        return n;
    }

    @Override
    public double largestRadius() {
        return CertifiedRadius.of(sigma, lowerBound(n, n, alpha));
    }

    /**
     * The leader of the selection, with the radius that its votes in the estimation certify; invalid votes count among the n,
     * for nobody.
     *
     * @return {@link Certified} if the bound is above 1/2, else {@link Abstained}
     */
    @Override
    public Outcome decide(VoteCounts selection, VoteCounts estimation) {
        PlanVotes.require(this, selection, estimation);
        OptionalInt leader = selection.leader();
        if (leader.isEmpty()) {
            return new Abstained(AbstentionReason.NO_VALID_VOTES, 0);
        }
        int cls = leader.getAsInt();
        double pLower = lowerBound(estimation.votesFor(cls), n, alpha);
        return pLower > 0.5
                ? new Certified(cls, CertifiedRadius.of(sigma, pLower), pLower)
                : new Abstained(AbstentionReason.NOT_CONFIDENT, pLower);
    }

    /** On the probability under exactly Gaussian noise. */
    private static double lowerBound(int k, int n, double alpha) {
        return Math.max(0, Math.nextDown(ClopperPearson.lowerBound(k, n, alpha) - GridNoise.SAMPLE_ERROR));
    }

    private static int leastSamples(double alpha) {
        int n = 1;
        while (lowerBound(n, n, alpha) <= 0.5) {
            n++;
        }
        return n;
    }
}

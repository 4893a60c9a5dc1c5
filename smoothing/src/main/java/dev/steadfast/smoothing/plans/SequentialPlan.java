package dev.steadfast.smoothing.plans;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.bounds.BetaMixture;
import dev.steadfast.smoothing.bounds.CertifiedRadius;
import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NormalCdf;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Decides whether a radius is certified with as few samples as the evidence allows: n0 samples choose the class; <i>other</i> samples test it,
 * until they certify the radius, or show that it is not to be had, or n of them are spent.
 *
 * <p>The test is a {@linkplain BetaMixture mixture e-process} against p &lt;= Phi(radius / sigma): it may be looked at as often as one likes, and
 * reaches 1/alpha for a class that does not have the radius with probability alpha at most. A certificate then also says what more the anytime-valid
 * lower bound gives; that costs nothing, as a radius is only ever claimed after the test has passed: where the class lacks the radius, a false claim
 * is a failure of the test; where it has it, of the bound. Giving up is always sound.
 *
 * <p>{@link GridNoise#SAMPLE_ERROR} is added to the probability to be beaten, and taken off the bound.
 *
 * @param sigma standard deviation of the noise, from {@link Limits#MIN_SIGMA} to {@link Limits#MAX_SIGMA}, in units of the full pixel
 *     range
 * @param alpha probability with which the certificate may be wrong, from {@link Limits#MIN_ALPHA} to below 1
 * @param n0 selection samples, from 1 to {@link Limits#MAX_SAMPLES}
 * @param n the most estimation samples, likewise
 * @param radius to be decided, L2 for pixels in [0, 1], 0 or more; 0 decides on the class alone
 */
public record SequentialPlan(double sigma, double alpha, int n0, int n, double radius) implements SamplingPlan {

    /** One task of the usual size: a class that has a radius worth certifying leads among these. */
    public static final int DEFAULT_N0 = 25;

    /** At most one in a hundred that has the radius is given up; hardly any of those that could still show it. */
    private static final double GIVE_UP = -Math.log(0.01);

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    /** Allowance for the error of the library's normal tail, relative. Against 40-digit values it stays below 1e-14. */
    private static final double TAIL_ERROR = 1e-12;

    /** @throws InvalidPlanException if a value is out of range, or the plan would abstain even if all votes agreed */
    public SequentialPlan {
        Limits.requireSigma(sigma);
        Limits.requireAlpha(alpha);
        Limits.requireSamples("n0", n0);
        Limits.requireSamples("n", n);
        if (!(radius >= 0 && Double.isFinite(radius))) {
            throw new InvalidPlanException(
                    Rule.RADIUS_OUT_OF_RANGE, "radius = %s: must be 0 or more, and finite".formatted(radius));
        }
        if (!passes(n, n, doubt(radius, sigma), alpha)) {
            String remedy = passes(n, n, doubt(0, sigma), alpha)
                    ? "the largest radius is " + Rounding.down(reach(sigma, alpha, n), 4)
                    : "not even a class; n must be larger, or alpha";
            throw new InvalidPlanException(
                    Rule.CANNOT_CERTIFY,
                    "radius = %s, sigma = %s, n = %d, alpha = %s: cannot certify, %s"
                            .formatted(radius, sigma, n, alpha, remedy));
        }
    }

    @Override
    public Kind kind() {
        return Kind.SEQUENTIAL;
    }

    @Override
    public int selectionSamples() {
        return n0;
    }

    @Override
    public int estimationSamples() {
        return n;
    }

    /** When there are enough that unanimous ones pass the test. */
    @Override
    public int firstLook() {
        double doubt = doubt(radius, sigma);
        int tooFew = 0;
        int enough = n;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            if (passes(middle, middle, doubt, alpha)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough;
    }

    /** What unanimous votes of all n samples give. */
    @Override
    public double largestRadius() {
        return Math.max(radius, CertifiedRadius.of(sigma, lowerBound(n, n)));
    }

    /**
     * Tests the leader of the selection on the estimation; invalid votes count among the samples, for nobody.
     *
     * @param estimation votes of the first estimation samples, as many as there are so far
     * @return {@link Certified}, whose radius is the plan's own where the bound would give less; for radius 0, or next to it, {@link Predicted} where the
     *     bound gives none; {@link Abstained} if n samples do not suffice, or
     *     the rest of them could not or hardly help; else {@link Undecided}
     */
    @Override
    public Decision decide(VoteCounts selection, VoteCounts estimation) {
        PlanVotes.requireSoFar(this, selection, estimation);
        OptionalInt leader = selection.leader();
        if (leader.isEmpty()) {
            return new Abstained(AbstentionReason.NO_VALID_VOTES, 0);
        }
        int cls = leader.getAsInt();
        int samples = estimation.samples();
        int votes = estimation.votesFor(cls);
        double doubt = doubt(radius, sigma);
        if (passes(votes, samples, doubt, alpha)) {
            return passed(cls, votes, samples, doubt);
        }
        boolean hopeless =
                !passes(votes + n - samples, n, doubt, alpha) || BetaMixture.inFavour(votes, samples, doubt) >= GIVE_UP;
        return hopeless ? new Abstained(AbstentionReason.NOT_CONFIDENT, lowerBound(votes, samples)) : new Undecided();
    }

    /**
     * ln E, the evidence that the class has the radius, rounded down. At -ln(alpha) it suffices, whenever it is looked at; below it there may be
     * more to come.
     *
     * @param votes for the class, from 0 to {@code samples}
     * @param samples that were looked at, from 0 to n
     * @throws IllegalArgumentException if there are more votes than samples, or more samples than n
     */
    public double logEvidence(int votes, int samples) {
        requireVotes(votes, samples);
        return BetaMixture.against(votes, samples, doubt(radius, sigma));
    }

    /**
     * The lower bound on the probability of the class under noise that holds at any time, rounded down: with probability 1 - alpha it is never
     * above it, however often it is looked at.
     *
     * @param votes as for {@link #logEvidence}
     * @param samples as for {@link #logEvidence}
     * @return from 0 to below 1
     * @throws IllegalArgumentException likewise
     */
    public double anytimeLowerBound(int votes, int samples) {
        requireVotes(votes, samples);
        return lowerBound(votes, samples);
    }

    private void requireVotes(int votes, int samples) {
        if (samples < 0 || samples > n) {
            throw new IllegalArgumentException("samples = %d: must be from 0 to n = %d".formatted(samples, n));
        }
        if (votes < 0 || votes > samples) {
            throw new IllegalArgumentException("k = %d: must be from 0 to n = %d".formatted(votes, samples));
        }
    }

    private Outcome passed(int cls, int votes, int samples, double doubt) {
        double shown = Math.nextDown(1 - STANDARD_NORMAL.survivalProbability(radius / sigma) * (1 + TAIL_ERROR));
        double pLower = Math.max(shown, lowerBound(votes, samples));
        double certified = Math.max(radius, CertifiedRadius.of(sigma, pLower));
        return certified > 0 && pLower > 0.5 // for a radius of next to nothing the bound may round to one half
                ? new Certified(cls, certified, pLower)
                : new Predicted(cls, Math.exp(-BetaMixture.against(votes, samples, doubt)));
    }

    /** On the probability under exactly Gaussian noise. */
    private double lowerBound(int votes, int samples) {
        return Math.max(0, Math.nextDown(BetaMixture.lowerBound(votes, samples, alpha) - GridNoise.SAMPLE_ERROR));
    }

    /** The largest radius that unanimous votes of n samples certify. */
    private static double reach(double sigma, double alpha, int n) {
        double low = 0;
        double high = NormalCdf.MAX_Z * sigma;
        double middle = high / 2;
        while (high - low > 1e-6 * sigma) {
            if (passes(n, n, doubt(middle, sigma), alpha)) {
                low = middle;
            } else {
                high = middle;
            }
            middle = (low + high) / 2;
        }
        return low;
    }

    /** 1 - Phi(radius / sigma), rounded down, less what the noise may be off by: a class with the radius has at most this much against it. */
    private static double doubt(double radius, double sigma) {
        return STANDARD_NORMAL.survivalProbability(radius / sigma) * (1 - TAIL_ERROR) - GridNoise.SAMPLE_ERROR;
    }

    private static boolean passes(int votes, int samples, double doubt, double alpha) {
        return doubt > 0 && BetaMixture.against(votes, samples, doubt) >= -Math.log(alpha) * (1 + TAIL_ERROR);
    }
}

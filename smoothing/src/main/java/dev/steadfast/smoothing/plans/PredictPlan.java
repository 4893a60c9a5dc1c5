package dev.steadfast.smoothing.plans;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.bounds.ClopperPearson;
import dev.steadfast.smoothing.noise.GridNoise;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * PREDICT of Cohen et al. 2019: the class with most votes among n samples, if its lead over the runner-up is significant.
 *
 * <p>The test is the two-sided binomial one, of the leader's votes among the leader's and the runner-up's, against 1/2; that the
 * same votes choose the class is paid for by its being two-sided (Hung and Fithian, <i>Rank verification for exponential
 * families</i>, 2019). Invalid votes count as the runner-up's: at worst they all hide votes for it. The p-value includes n times
 * {@link GridNoise#SAMPLE_ERROR}, as the noise is not exactly Gaussian.
 *
 * @param sigma standard deviation of the noise, from {@link Limits#MIN_SIGMA} to {@link Limits#MAX_SIGMA}, in units of the
 *     full pixel range
 * @param alpha probability with which the prediction may differ from the smoothed classifier's, from {@link
 *     Limits#MIN_ALPHA} to below 1
 * @param n samples, from 1 to {@link Limits#MAX_SAMPLES}
 */
public record PredictPlan(double sigma, double alpha, int n) implements SamplingPlan {

    /** @throws InvalidPlanException if a value is out of range, or the plan would abstain even if all votes agreed */
    public PredictPlan {
        Limits.requireSigma(sigma);
        Limits.requireAlpha(alpha);
        Limits.requireSamples("n", n);
        if (unanimous(n) > alpha) {
            throw new InvalidPlanException(
                    Rule.CANNOT_CERTIFY,
                    "n = %d, alpha = %s: cannot predict, even with all votes the p-value is %s; %s"
                            .formatted(n, alpha, unanimous(n), remedy(n, alpha)));
        }
    }

    @Override
    public Kind kind() {
        return Kind.PREDICT;
    }

    @Override
    public int selectionSamples() {
        return 0;
    }

    @Override
    public int estimationSamples() {
        return n;
    }

    /** 0: a prediction has no radius. */
    @Override
    public double largestRadius() {
        return 0;
    }

    /**
     * The leader of the estimation, if its lead is significant at alpha.
     *
     * @param selection no votes, over the same classes
     * @return {@link Predicted} or {@link Abstained}
     */
    @Override
    public Outcome decide(VoteCounts selection, VoteCounts estimation) {
        PlanVotes.require(this, selection, estimation);
        OptionalInt leader = estimation.leader();
        if (leader.isEmpty()) {
            return new Abstained(AbstentionReason.NO_VALID_VOTES, 0);
        }
        int cls = leader.getAsInt();
        int against = estimation.mostVotesBeside(cls) + estimation.invalid();
        double pValue = pValue(estimation.votesFor(cls), against, n);
        return pValue <= alpha ? new Predicted(cls, pValue) : new Abstained(AbstentionReason.NOT_CONFIDENT, 0);
    }

    /** Rounded up. The minimum with 1 is also what makes a leader with fewer votes than are against it abstain. */
    private static double pValue(int votes, int against, int n) {
        double tail = ClopperPearson.largestTail(votes, votes + against, 0.5);
        return Math.min(1, 2 * tail + n * GridNoise.SAMPLE_ERROR);
    }

    private static double unanimous(int n) {
        return pValue(n, 0, n);
    }

    /** With n the p-value of unanimous votes first falls, then rises: each sample adds {@link GridNoise#SAMPLE_ERROR}. */
    private static String remedy(int n, double alpha) {
        OptionalInt least = IntStream.rangeClosed(1, 64)
                .filter(samples -> unanimous(samples) <= alpha)
                .findFirst();
        if (least.isEmpty()) {
            return "alpha must be larger, whatever n";
        }
        return n < least.getAsInt() ? "n must be at least " + least.getAsInt() : "n must be smaller, or alpha larger";
    }
}

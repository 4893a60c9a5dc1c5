package dev.steadfast.standalone.plan;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.PredictPlan;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is to be certified.
 *
 * @param sigma standard deviation of the noise
 * @param alpha probability with which a certificate may be wrong
 * @param radius that is wanted, L2 for pixels in [0, 1], 0 or more
 * @param samples the numbers of estimation samples that are weighed, each from 1 to {@value #MOST_SAMPLES}
 */
record PlanQuestion(double sigma, double alpha, double radius, List<Integer> samples) {

    /** What the papers take at most. A forecast of more would take minutes. */
    static final int MOST_SAMPLES = 100_000;

    private static final int SIGMA_DECIMALS = 3;

    /** @throws InvalidPlanException if a value is out of range, or no plan of so many samples certifies the radius */
    PlanQuestion {
        samples = samples.stream().distinct().sorted().toList();
        Limits.requireSigma(sigma);
        Limits.requireAlpha(alpha);
        if (!(radius >= 0 && Double.isFinite(radius))) {
            throw new InvalidPlanException(
                    Rule.RADIUS_OUT_OF_RANGE, "radius = %s: must be 0 or more, and finite".formatted(radius));
        }
        for (int n : samples) {
            if (n < 1 || n > MOST_SAMPLES) {
                throw new InvalidPlanException(
                        Rule.SAMPLES_OUT_OF_RANGE, "n = %d: must be from 1 to %d".formatted(n, MOST_SAMPLES));
            }
        }
        requireReach(sigma, alpha, radius, samples);
    }

    private static void requireReach(double sigma, double alpha, double radius, List<Integer> samples) {
        int most = samples.get(samples.size() - 1);
        double largest = new FixedPlan(sigma, alpha, FixedPlan.DEFAULT_N0, most).largestRadius();
        if (largest < radius) {
            BigDecimal needed =
                    BigDecimal.valueOf(radius / largest * sigma).setScale(SIGMA_DECIMALS, RoundingMode.CEILING);
            boolean moreWould =
                    new FixedPlan(sigma, alpha, FixedPlan.DEFAULT_N0, MOST_SAMPLES).largestRadius() >= radius;
            throw new InvalidPlanException(
                    Rule.CANNOT_CERTIFY,
                    "radius = %s, sigma = %s, alpha = %s: no plan of %d samples can certify it, the largest radius is %s; sigma must be at least %s%s"
                            .formatted(
                                    radius,
                                    sigma,
                                    alpha,
                                    most,
                                    BigDecimal.valueOf(largest).setScale(4, RoundingMode.FLOOR),
                                    needed,
                                    moreWould ? ", or the samples more" : ""));
        }
    }

    /** {@return the plans that certify the radius, cheapest first among those of a kind, and those that answer the class alone} */
    List<SamplingPlan> plans() {
        List<SamplingPlan> plans = new ArrayList<>();
        samples.forEach(n -> possible(() -> new FixedPlan(sigma, alpha, FixedPlan.DEFAULT_N0, n))
                .filter(plan -> plan.largestRadius() >= radius)
                .ifPresent(plans::add));
        samples.forEach(n -> possible(() -> sequential(n, radius)).ifPresent(plans::add));
        samples.forEach(n -> possible(() -> new PredictPlan(sigma, alpha, n)).ifPresent(plans::add));
        if (radius > 0) {
            samples.forEach(n -> possible(() -> sequential(n, 0)).ifPresent(plans::add));
        }
        return plans;
    }

    private SamplingPlan sequential(int n, double target) {
        return new SequentialPlan(sigma, alpha, SequentialPlan.DEFAULT_N0, n, target);
    }

    /** Of a plan that could answer nothing it is enough that it is not there. */
    private static Optional<SamplingPlan> possible(Supplier<SamplingPlan> plan) {
        try {
            return Optional.of(plan.get());
        } catch (InvalidPlanException e) {
            if (e.rule() == Rule.CANNOT_CERTIFY) {
                return Optional.empty();
            }
            throw e;
        }
    }
}

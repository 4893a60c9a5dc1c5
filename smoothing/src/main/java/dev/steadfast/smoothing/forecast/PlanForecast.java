package dev.steadfast.smoothing.forecast;

import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.PredictPlan;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import java.util.Map;

/**
 * What a plan will do with an image whose votes were counted before. The probability of its class is taken to be drawn from what those votes leave of
 * Jeffreys' prior, so that further votes are {@linkplain dev.steadfast.smoothing.bounds.BetaBinomial beta-binomial}. The class is that of the earlier votes: that
 * few selection samples may choose another, where two are close, is left out.
 */
public sealed interface PlanForecast permits LookForecast, PredictForecast {

    /**
     * Of a plan that certifies: whether it does, at a radius.
     *
     * @param taskSamples samples of a task: plans look at whole ones
     * @param radius to be certified, or beyond; a sequential plan has its own
     */
    static PlanForecast of(SamplingPlan plan, int taskSamples, double radius) {
        if (plan instanceof FixedPlan fixed) {
            return LookForecast.of(fixed, radius);
        } else if (plan instanceof SequentialPlan sequential) {
            return LookForecast.of(sequential, taskSamples);
        } else if (plan instanceof PredictPlan predict) {
            return new PredictForecast(predict);
        }
        throw new IllegalArgumentException("no forecast of " + plan);
    }

    /**
     * The share of all votes, after all samples, that is just enough for an answer. An image whose class has it is answered about every other time.
     *
     * @return from 0 to 1
     */
    double neededShare();

    /** The largest radius that an answer may have, rounded down; 0 for a plan that certifies none. */
    double largestRadius();

    /** For an image with these votes. */
    Forecast forecast(VoteShare share);

    /**
     * For an image drawn from some.
     *
     * @param images how many there are of each share; at least one in all
     */
    default Forecast forecast(Map<VoteShare, Integer> images) {
        double all = images.values().stream().mapToInt(Integer::intValue).sum();
        Forecast mean = Forecast.NONE;
        for (Map.Entry<VoteShare, Integer> some : images.entrySet()) {
            mean = mean.plus(forecast(some.getKey()), some.getValue() / all);
        }
        return mean;
    }
}

package dev.steadfast.standalone.plan;

import dev.steadfast.smoothing.bounds.CertifiedRadius;
import dev.steadfast.smoothing.forecast.Forecast;
import dev.steadfast.smoothing.forecast.PlanForecast;
import dev.steadfast.smoothing.forecast.VoteShare;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one plan costs and gives.
 *
 * @param plan the plan
 * @param certifies whether it certifies the radius, rather than answer the class alone
 * @param leastSamples of a frame, n0 included
 * @param largestRadius see {@link PlanForecast#largestRadius}
 * @param price how much more than the wanted radius a class must have, for an answer every other time; empty for the class alone, and where all votes must agree
 * @param forecast over the profile's images; empty without a profile
 */
record PlannedCost(
        SamplingPlan plan,
        boolean certifies,
        int leastSamples,
        double largestRadius,
        OptionalDouble price,
        Optional<Forecast> forecast) {

    /** Computes a plan's. */
    static PlannedCost of(SamplingPlan plan, double radius, int taskSamples, Map<VoteShare, Integer> images) {
        PlanForecast forecast = PlanForecast.of(plan, taskSamples, radius);
        boolean certifies = plan.kind() != SamplingPlan.Kind.PREDICT
                && !(plan instanceof SequentialPlan sequential && sequential.radius() < radius);
        TaskLayout layout = new TaskLayout(plan, taskSamples);
        return new PlannedCost(
                plan,
                certifies,
                plan.selectionSamples() + layout.estimationSamples(layout.firstLook()),
                forecast.largestRadius(),
                certifies ? price(plan.sigma(), forecast.neededShare(), radius) : OptionalDouble.empty(),
                images.isEmpty() ? Optional.empty() : Optional.of(forecast.forecast(images)));
    }

    private static OptionalDouble price(double sigma, double share, double radius) {
        return share < 1 ? OptionalDouble.of(CertifiedRadius.of(sigma, share) - radius) : OptionalDouble.empty();
    }

    /** What a deployment calls it, and its estimation samples. */
    String name() {
        String kind = plan.kind().name().toLowerCase(Locale.ROOT);
        String target = plan instanceof SequentialPlan sequential ? " " + sequential.radius() : "";
        return "%s%s, n = %d".formatted(kind, target, plan.estimationSamples());
    }

    /** The forecast or, without a profile, that all samples are spent: as {@code fixed} and {@code predict} do, and {@code sequential} at most. */
    Forecast forecastOrMost() {
        double most = plan.samples();
        return forecast.orElse(new Forecast(0, most, most * most, 1));
    }

    /** Whether it takes as many samples whatever the image. */
    boolean takesAll() {
        return leastSamples == plan.samples();
    }
}

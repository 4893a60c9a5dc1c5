package dev.steadfast.streams.certification;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.smoothing.FixedPlan;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.PredictPlan;
import dev.steadfast.smoothing.SamplingPlan;
import org.jspecify.annotations.Nullable;

/** Sampling plans in the words of the contracts. */
public final class Plans {

    private Plans() {}

    /**
     * The plan for a frame: what its producer asked for, the deployment's defaults for the rest.
     *
     * @throws InvalidPlanException if the values are out of range or could never certify
     */
    public static SamplingPlan decide(@Nullable SamplingOptions options, CertificationSettings defaults) {
        SamplingOptions asked = options == null ? SamplingOptions.newBuilder().build() : options;
        PlanKind kind =
                asked.getPlan() == null ? PlanKind.valueOf(defaults.plan().name()) : asked.getPlan();
        return make(
                kind,
                or(asked.getSigma(), defaults.sigma()),
                or(asked.getAlpha(), defaults.alpha()),
                or(asked.getSelectionSamples(), defaults.selectionSamples()),
                or(asked.getEstimationSamples(), defaults.estimationSamples()));
    }

    /** The plan that was decided when a frame was accepted. */
    public static SamplingPlan of(AcceptedFrame frame) {
        return make(
                frame.getPlan(),
                frame.getSigma(),
                frame.getAlpha(),
                frame.getSelectionSamples(),
                frame.getEstimationSamples());
    }

    /** The kind of a plan. */
    public static PlanKind kind(SamplingPlan plan) {
        if (plan instanceof FixedPlan) {
            return PlanKind.FIXED;
        } else if (plan instanceof PredictPlan) {
            return PlanKind.PREDICT;
        }
        throw new IllegalStateException("no contract for plan " + plan);
    }

    private static SamplingPlan make(PlanKind kind, double sigma, double alpha, int n0, int n) {
        return switch (kind) {
            case FIXED -> new FixedPlan(sigma, alpha, n0, n);
            case PREDICT -> new PredictPlan(sigma, alpha, n);
            case UNKNOWN -> throw new IllegalArgumentException("a plan of an unknown kind cannot be decided on");
        };
    }

    private static <N extends Number> N or(@Nullable N asked, N standard) {
        return asked == null ? standard : asked;
    }
}

package dev.steadfast.streams.certification;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.SamplingPlan;
import dev.steadfast.smoothing.SequentialPlan;
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
        SamplingPlan.Kind kind = asked.getPlan() == null ? defaults.plan() : kind(asked.getPlan());
        return SamplingPlan.of(
                kind,
                or(asked.getSigma(), defaults.sigma()),
                or(asked.getAlpha(), defaults.alpha()),
                or(asked.getSelectionSamples(), defaults.selectionSamples(kind)),
                or(asked.getEstimationSamples(), defaults.estimationSamples()),
                or(asked.getRadius(), defaults.radius()));
    }

    /** The plan that was decided when a frame was accepted. */
    public static SamplingPlan of(AcceptedFrame frame) {
        return SamplingPlan.of(
                kind(frame.getPlan()),
                frame.getSigma(),
                frame.getAlpha(),
                frame.getSelectionSamples(),
                frame.getEstimationSamples(),
                frame.getTargetRadius());
    }

    /**
     * The plan that a prediction was made by.
     *
     * @throws IllegalArgumentException if it could never have been used, or this version does not know it
     */
    public static SamplingPlan of(CertifiedPrediction prediction) {
        Double radius = prediction.getTargetRadius();
        return SamplingPlan.of(
                kind(prediction.getPlan()),
                prediction.getSigma(),
                prediction.getAlpha(),
                prediction.getSelectionSamples(),
                prediction.getEstimationSamples(),
                radius == null ? 0 : radius);
    }

    /** Writes a plan down in a frame. */
    public static AcceptedFrame.Builder describe(SamplingPlan plan, AcceptedFrame.Builder frame) {
        return frame.setPlan(PlanKind.valueOf(plan.kind().name()))
                .setSigma(plan.sigma())
                .setAlpha(plan.alpha())
                .setSelectionSamples(plan.selectionSamples())
                .setEstimationSamples(plan.estimationSamples())
                .setTargetRadius(plan instanceof SequentialPlan sequential ? sequential.radius() : 0);
    }

    private static SamplingPlan.Kind kind(PlanKind kind) {
        if (kind == PlanKind.UNKNOWN) {
            throw new IllegalArgumentException("a plan of an unknown kind cannot be decided on");
        }
        return SamplingPlan.Kind.valueOf(kind.name());
    }

    private static <N extends Number> N or(@Nullable N asked, N standard) {
        return asked == null ? standard : asked;
    }
}

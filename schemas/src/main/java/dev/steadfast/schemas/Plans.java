package dev.steadfast.schemas;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import org.jspecify.annotations.Nullable;

/** Sampling plans in the words of the contracts: what a record's fields mean as a plan, and a plan's as fields. */
public final class Plans {

    private Plans() {}

    /**
     * The plan that a frame asks for, with given values for what it leaves open.
     *
     * @param kind of the plan: {@link #kind(SamplingOptions, SamplingPlan.Kind)}
     * @throws InvalidPlanException if the values are out of range or could never certify
     */
    public static SamplingPlan asked(
            SamplingOptions options,
            SamplingPlan.Kind kind,
            double sigma,
            double alpha,
            int selectionSamples,
            int estimationSamples,
            double radius) {
        return SamplingPlan.of(
                kind,
                or(options.getSigma(), sigma),
                or(options.getAlpha(), alpha),
                or(options.getSelectionSamples(), selectionSamples),
                or(options.getEstimationSamples(), estimationSamples),
                or(options.getRadius(), radius));
    }

    /**
     * The kind of plan that a frame asks for.
     *
     * @param standard if it asks for none
     * @throws IllegalArgumentException if this version does not know it
     */
    public static SamplingPlan.Kind kind(SamplingOptions options, SamplingPlan.Kind standard) {
        return options.getPlan() == null ? standard : kind(options.getPlan());
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

    /**
     * The tasks that a prediction was made by.
     *
     * @param plan of the prediction
     * @throws IllegalArgumentException if the plan could not have asked for as many as the receipt says
     */
    public static TaskLayout layout(CertifiedPrediction prediction, SamplingPlan plan) {
        TaskLayout layout = new TaskLayout(plan, prediction.getReceipt().getTaskSamples());
        int tasks = prediction.getReceipt().getTasks();
        if (!layout.isLook(tasks)) {
            throw new IllegalArgumentException(
                    "the receipt speaks of %d tasks, which the plan could not have asked for".formatted(tasks));
        }
        return layout;
    }

    /** Writes a plan down in a frame. */
    public static AcceptedFrame.Builder describe(SamplingPlan plan, AcceptedFrame.Builder frame) {
        Double radius = targetRadius(plan);
        return frame.setPlan(kind(plan.kind()))
                .setSigma(plan.sigma())
                .setAlpha(plan.alpha())
                .setSelectionSamples(plan.selectionSamples())
                .setEstimationSamples(plan.estimationSamples())
                .setTargetRadius(radius == null ? 0 : radius);
    }

    /** The radius that a plan decides; null for one that finds out how large it is. */
    public static @Nullable Double targetRadius(SamplingPlan plan) {
        return plan instanceof SequentialPlan sequential ? sequential.radius() : null;
    }

    /** The contracts' word for a kind of plan. */
    public static PlanKind kind(SamplingPlan.Kind kind) {
        return PlanKind.valueOf(kind.name());
    }

    private static SamplingPlan.Kind kind(PlanKind kind) {
        if (kind == PlanKind.UNKNOWN) {
            throw new IllegalArgumentException("the plan is of a kind that this version does not know");
        }
        return SamplingPlan.Kind.valueOf(kind.name());
    }

    private static <N extends Number> N or(@Nullable N asked, N standard) {
        return asked == null ? standard : asked;
    }
}

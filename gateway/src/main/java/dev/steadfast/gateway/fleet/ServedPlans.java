package dev.steadfast.gateway.fleet;

import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.schemas.Plans;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.plans.SamplingPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which plans bundles can be asked for, as far as their announcements tell. What they do not tell counts as whatever suits the frame: only what
 * the topology would reject is refused.
 */
final class ServedPlans {

    private ServedPlans() {}

    private record Refusal(RejectionReason reason, String detail) {}

    /**
     * Why none of these bundles could do what is asked; empty if one can, or there is none.
     *
     * @param models of which one, that is not known here, gets the frame
     */
    static Optional<Problem> refusal(
            List<ServedModel> models, Optional<SamplingOptions> options, Optional<Integer> groundTruth) {
        List<Refusal> refusals = models.stream()
                .flatMap(model -> refusal(model, options, groundTruth).stream())
                .toList();
        if (refusals.isEmpty() || refusals.size() < models.size()) {
            return Optional.empty();
        }
        String detail = refusals.stream().map(Refusal::detail).distinct().collect(Collectors.joining("; "));
        return Optional.of(Problem.of(400, detail).because(refusals.get(0).reason()));
    }

    private static Optional<Refusal> refusal(
            ServedModel model, Optional<SamplingOptions> options, Optional<Integer> groundTruth) {
        int classes = model.classes().size();
        if (groundTruth.isPresent() && groundTruth.get() >= classes) {
            return Optional.of(new Refusal(
                    RejectionReason.INVALID_LABEL,
                    "the ground truth must be from 0 to %d, the classes of %s, was %d"
                            .formatted(classes - 1, model.title(), groundTruth.get())));
        }
        return options.flatMap(asked -> refusal(model, asked));
    }

    private static Optional<Refusal> refusal(ServedModel model, SamplingOptions asked) {
        ServedModel.Defaults defaults = model.defaults();
        Optional<SamplingPlan> known;
        try {
            known = plan(defaults, asked);
        } catch (InvalidPlanException e) {
            return Optional.of(new Refusal(reason(e), String.valueOf(e.getMessage())));
        }
        return known.flatMap(plan -> refusal(model, defaults, plan));
    }

    private static Optional<Refusal> refusal(ServedModel model, ServedModel.Defaults defaults, SamplingPlan plan) {
        double sigma = plan.sigma();
        if (sigma < defaults.sigmaMin() || sigma > defaults.sigmaMax()) {
            return Optional.of(new Refusal(
                    RejectionReason.SIGMA_OUT_OF_RANGE,
                    "sigma must be from %s to %s, the range of %s, was %s"
                            .formatted(defaults.sigmaMin(), defaults.sigmaMax(), model.title(), sigma)));
        }
        if (plan.samples() > defaults.maxSamples()) {
            return Optional.of(new Refusal(
                    RejectionReason.SAMPLES_OUT_OF_RANGE,
                    "n0 + n must be at most %d here, was %d".formatted(defaults.maxSamples(), plan.samples())));
        }
        return Optional.empty();
    }

    /**
     * What a frame gets that asks for this, as far as the announcement tells; empty if a later version decides.
     *
     * @throws InvalidPlanException if its values are out of range or could never certify
     */
    private static Optional<SamplingPlan> plan(ServedModel.Defaults defaults, SamplingOptions asked) {
        if (asked.getPlan() == null && defaults.plan().isEmpty()) {
            return Optional.empty();
        }
        SamplingPlan.Kind kind = Plans.kind(asked, defaults.plan().orElse(SamplingPlan.Kind.FIXED));
        boolean usual = defaults.plan().filter(kind::equals).isPresent();
        return Optional.of(Plans.asked(
                asked,
                kind,
                defaults.sigma(),
                defaults.alpha(),
                usual ? defaults.n0() : 1,
                defaults.n(),
                usual ? defaults.radius() : 0));
    }

    /**
     * The most samples, n0 + n, that a frame which names one of both gets of these bundles; if none tells, those that it names. Empty for a
     * frame that names neither.
     */
    static OptionalInt samplesAskedFor(List<ServedModel> models, Optional<SamplingOptions> options) {
        return options.filter(asked -> asked.getSelectionSamples() != null || asked.getEstimationSamples() != null)
                .map(asked -> models.stream()
                        .flatMap(model -> samples(model, asked).stream())
                        .max(Comparator.naturalOrder())
                        .orElseGet(() -> named(asked.getSelectionSamples()) + named(asked.getEstimationSamples())))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /** The most samples, n0 + n, that a frame gets of these bundles; empty if none tells. */
    static OptionalInt mostSamples(List<ServedModel> models, Optional<SamplingOptions> options) {
        SamplingOptions asked =
                options.orElseGet(() -> SamplingOptions.newBuilder().build());
        return models.stream()
                .flatMap(model -> samples(model, asked).stream())
                .mapToInt(Integer::intValue)
                .max();
    }

    /** Empty if the bundle could not do what is asked, too. */
    private static Optional<Integer> samples(ServedModel model, SamplingOptions asked) {
        try {
            return plan(model.defaults(), asked).map(SamplingPlan::samples);
        } catch (InvalidPlanException e) {
            return Optional.empty();
        }
    }

    private static int named(@Nullable Integer samples) {
        return samples == null ? 0 : samples;
    }

    /** The contracts' word for it, as a rejection would have it. */
    private static RejectionReason reason(InvalidPlanException invalid) {
        return RejectionReason.valueOf(invalid.rule().name());
    }
}

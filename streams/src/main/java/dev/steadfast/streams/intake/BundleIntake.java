package dev.steadfast.streams.intake;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.RgbImage;
import dev.steadfast.schemas.Plans;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.certification.PlanLadder;
import dev.steadfast.streams.routing.ServedModel;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which frames one bundle takes, and as what.
 *
 * @param model the bundle
 * @param certification the deployment's plan and limits
 * @param ladder the plans of frames that ask for none
 */
record BundleIntake(ServedModel model, CertificationSettings certification, PlanLadder ladder) {

    /** @throws SettingsException if the bundle's input is too large, or the plan that frames get by default could not be used with it */
    void requireUsable() {
        int values = model.manifest().input().values();
        if (values > GridNoise.MAX_DRAWS) {
            throw new SettingsException("the input of %s has %d values, at most %d can be certified"
                    .formatted(model.name(), values, GridNoise.MAX_DRAWS));
        }
        for (SamplingPlan plan : ladder.plans()) {
            try {
                requireWithin(plan);
            } catch (RejectionException e) {
                throw new SettingsException(
                        "certification: frames that ask for nothing else could not be certified: " + e.explanation());
            }
        }
    }

    /** Whether the bundle could do what a frame asks for. */
    boolean takes(Frame frame) {
        try {
            plan(frame, 0);
            return true;
        } catch (RejectionException e) {
            return false;
        }
    }

    /**
     * The plan by which the bundle is to vote on a frame.
     *
     * @param step of the ladder, for a frame that asks for no plan
     */
    SamplingPlan plan(Frame frame, int step) throws RejectionException {
        requireGroundTruth(frame);
        SamplingPlan plan =
                asksForAPlan(frame) ? asked(frame.getOptions()) : ladder.plans().get(step);
        requireWithin(plan);
        return plan;
    }

    /** Whether anything of a frame's plan is its producer's choice. */
    static boolean asksForAPlan(Frame frame) {
        SamplingOptions options = frame.getOptions();
        return options != null
                && Stream.of(
                                options.getPlan(),
                                options.getSigma(),
                                options.getAlpha(),
                                options.getSelectionSamples(),
                                options.getEstimationSamples(),
                                options.getRadius())
                        .anyMatch(Objects::nonNull);
    }

    /** Notes in a frame for which bundle, by which plan and as what it was accepted. */
    AcceptedFrame.Builder describe(SamplingPlan plan, RgbImage image, AcceptedFrame.Builder frame) {
        Canonicaliser canonicaliser = model.manifest().canonicaliser();
        return Plans.describe(plan, frame)
                .setModelDigest(model.digest())
                .setInputHeight(canonicaliser.height())
                .setInputWidth(canonicaliser.width())
                .setImage(ByteBuffer.wrap(canonicaliser.canonicalise(image)));
    }

    private void requireGroundTruth(Frame frame) throws RejectionException {
        Integer truth = frame.getGroundTruth();
        if (truth != null && (truth < 0 || truth >= model.classes())) {
            throw new RejectionException(
                    RejectionReason.INVALID_LABEL,
                    "the ground truth must be from 0 to %d, the classes of %s, was %d"
                            .formatted(model.classes() - 1, model.name(), truth));
        }
    }

    private SamplingPlan asked(SamplingOptions options) throws RejectionException {
        if (options.getPlan() == PlanKind.UNKNOWN) {
            throw new RejectionException(
                    RejectionReason.UNKNOWN_PLAN,
                    "the plan is of a kind that this version does not know; it knows FIXED, PREDICT and SEQUENTIAL");
        }
        try {
            return certification.planFor(options);
        } catch (InvalidPlanException e) {
            RejectionReason reason =
                    switch (e.rule()) {
                        case SIGMA_OUT_OF_RANGE -> RejectionReason.SIGMA_OUT_OF_RANGE;
                        case ALPHA_OUT_OF_RANGE -> RejectionReason.ALPHA_OUT_OF_RANGE;
                        case SAMPLES_OUT_OF_RANGE -> RejectionReason.SAMPLES_OUT_OF_RANGE;
                        case RADIUS_OUT_OF_RANGE -> RejectionReason.RADIUS_OUT_OF_RANGE;
                        case CANNOT_CERTIFY -> RejectionReason.CANNOT_CERTIFY;
                    };
            throw new RejectionException(reason, e);
        }
    }

    private void requireWithin(SamplingPlan plan) throws RejectionException {
        var range = model.manifest().sigma();
        if (!range.contains(plan.sigma())) {
            throw new RejectionException(
                    RejectionReason.SIGMA_OUT_OF_RANGE,
                    "sigma must be from %s to %s, the range of %s, was %s"
                            .formatted(range.min(), range.max(), model.name(), plan.sigma()));
        }
        if (plan.samples() > certification.maxSamples()) {
            throw new RejectionException(
                    RejectionReason.SAMPLES_OUT_OF_RANGE,
                    "n0 + n must be at most %d here, was %d".formatted(certification.maxSamples(), plan.samples()));
        }
    }
}

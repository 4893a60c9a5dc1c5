package dev.steadfast.standalone.rollout;

import static dev.steadfast.standalone.watch.PredictionLine.printable;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.schemas.ClassNames;
import dev.steadfast.smoothing.bounds.Rounding;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of two bundles needs of one prediction.
 *
 * @param source which record of the topic frames it is about; empty if that was not noted
 * @param bundle name, version and the first digits of the digest
 * @param className the class; null if the bundle abstained
 * @param seeksRadius whether the plan is one that gives radii
 * @param certified whether the class has a radius
 * @param reason why there is no class; null if there is one. An outcome of a later version is for an unknown reason
 * @param right whether the class is the ground truth; empty if that is unknown
 */
record TrialAnswer(
        String frameId,
        String cameraId,
        String source,
        String bundle,
        @Nullable String className,
        boolean seeksRadius,
        boolean certified,
        double radius,
        double sigma,
        @Nullable AbstentionReason reason,
        Optional<Boolean> right,
        int samples,
        Duration latency) {

    private static final int DIGEST_DIGITS = 12;

    /** Abstentions that say nothing of the bundle. */
    private static final Set<AbstentionReason> NOT_VOTED = Set.of(
            AbstentionReason.DEADLINE,
            AbstentionReason.MODEL_REPLACED,
            AbstentionReason.UNKNOWN_PLAN,
            AbstentionReason.OVERLOADED,
            AbstentionReason.OVER_BUDGET,
            AbstentionReason.UNKNOWN);

    static TrialAnswer of(CertifiedPrediction prediction) {
        Integer truth = prediction.getGroundTruth();
        Integer answer = prediction.getClassIndex();
        String digest = prediction.getModelDigest();
        return new TrialAnswer(
                prediction.getFrameId(),
                printable(prediction.getCameraId()),
                prediction.getSource() == null
                        ? ""
                        : prediction.getSource().getFramePartition() + ":"
                                + prediction.getSource().getFrameOffset(),
                printable("%s (%s)"
                        .formatted(
                                prediction.getModelName(),
                                digest.substring(0, Math.min(DIGEST_DIGITS, digest.length())))),
                Optional.ofNullable(ClassNames.of(prediction))
                        .map(name -> printable(name))
                        .orElse(null),
                prediction.getPlan() != PlanKind.PREDICT,
                prediction.getOutcome() == Outcome.CERTIFIED,
                prediction.getRadius(),
                prediction.getSigma(),
                prediction.getOutcome() == Outcome.UNKNOWN
                        ? AbstentionReason.UNKNOWN
                        : prediction.getAbstentionReason(),
                truth == null ? Optional.empty() : Optional.of(truth.equals(answer)),
                prediction.getSamplesUsed(),
                Duration.between(prediction.getAcceptedAt(), prediction.getCompletedAt()));
    }

    /** Whether the bundle's votes decided, and not the clock or a change of bundles. */
    boolean voted() {
        return reason == null || !NOT_VOTED.contains(reason);
    }

    /** Class and radius, or the reason for there being none, for people. */
    String words() {
        if (className == null) {
            return "abstained, "
                    + String.valueOf(reason).toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        return certified ? "%s within %s".formatted(className, Rounding.down(radius, 3)) : className;
    }
}

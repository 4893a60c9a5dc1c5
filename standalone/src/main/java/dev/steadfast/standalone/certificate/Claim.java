package dev.steadfast.standalone.certificate;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.smoothing.plans.Abstained;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Decision;
import dev.steadfast.smoothing.plans.Predicted;
import dev.steadfast.smoothing.plans.Undecided;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer claims, in the words of the contract; equal if it is the same to the last bit.
 *
 * @param cls null if there is no answer
 * @param radius 0 unless certified
 * @param lowerBound 0 if there is none
 * @param reason null unless abstained
 */
public record Claim(
        Outcome outcome,
        @Nullable Integer cls,
        double radius,
        double lowerBound,
        @Nullable AbstentionReason reason) {

    private static final int DECIMALS = 6;

    /** What a prediction claims. */
    public static Claim of(CertifiedPrediction prediction) {
        return new Claim(
                prediction.getOutcome(),
                prediction.getClassIndex(),
                prediction.getRadius(),
                prediction.getLowerBound(),
                prediction.getAbstentionReason());
    }

    /** What a plan decided; empty if it wants more samples. */
    public static Optional<Claim> of(Decision decided) {
        if (decided instanceof Certified certified) {
            return Optional.of(
                    new Claim(Outcome.CERTIFIED, certified.cls(), certified.radius(), certified.pLower(), null));
        } else if (decided instanceof Predicted predicted) {
            return Optional.of(new Claim(Outcome.PREDICTED, predicted.cls(), 0, 0, null));
        } else if (decided instanceof Abstained abstained) {
            return Optional.of(
                    abstained(AbstentionReason.valueOf(abstained.reason().name()), abstained.pLower()));
        } else if (decided instanceof Undecided) {
            return Optional.empty();
        }
        throw new IllegalStateException("no words for decision " + decided);
    }

    /** An abstention. */
    public static Claim abstained(AbstentionReason reason, double lowerBound) {
        return new Claim(Outcome.ABSTAINED, null, 0, lowerBound, reason);
    }

    /** For people; radii are rounded down. */
    public String words(List<String> classes) {
        return switch (outcome) {
            case CERTIFIED -> "%s, stable within %s".formatted(name(classes), Rounding.down(radius, DECIMALS));
            case PREDICTED -> "%s, without a radius".formatted(name(classes));
            case ABSTAINED ->
                "abstained, %s"
                        .formatted(
                                String.valueOf(reason).toLowerCase(Locale.ROOT).replace('_', ' '));
            case UNKNOWN -> "an outcome of a later version";
        };
    }

    private String name(List<String> classes) {
        return cls == null || cls < 0 || cls >= classes.size() ? "class " + cls : classes.get(cls);
    }
}

package dev.steadfast.chaos.invariants;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Outcome;
import dev.steadfast.chaos.evidence.Predicted;
import dev.steadfast.smoothing.bounds.CertifiedRadius;
import dev.steadfast.smoothing.bounds.ClopperPearson;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a fixed plan from its counts: the leader of the selection, the lower bound of Clopper and Pearson on its votes among the n of the estimation,
 * sigma times the normal quantile of that (Cohen et al. 2019, CERTIFY). The answer may promise less than that by what rounding and the grid of the noise
 * take, and not more.
 */
final class DecisionRule {

    /** By so much less, at most: the allowance for the grid of the noise is 1e-9 a frame. */
    private static final double SHORT = 1e-6;

    private DecisionRule() {}

    static Optional<Violation> check(Predicted predicted) {
        CertifiedPrediction prediction = predicted.prediction();
        return wrong(prediction)
                .map(why -> new Violation(
                        Rule.DECIDED_BY_VOTES,
                        "%s, of frame %s: %s".formatted(predicted.place(), prediction.getFrameId(), why)));
    }

    private static Optional<String> wrong(CertifiedPrediction prediction) {
        Optional<ClassCount> leader = leader(prediction.getSelectionCounts());
        int n = prediction.getEstimationSamples();
        int k = leader.map(first -> votes(prediction.getEstimationCounts(), first.getClassIndex()))
                .orElse(0);
        double bound = ClopperPearson.lowerBound(k, n, prediction.getAlpha());
        double radius = CertifiedRadius.of(prediction.getSigma(), bound);
        if (prediction.getOutcome() == Outcome.CERTIFIED) {
            if (leader.isEmpty()
                    || !Integer.valueOf(leader.get().getClassIndex()).equals(prediction.getClassIndex())) {
                return Optional.of("class %d is certified, and %s leads the selection"
                        .formatted(prediction.getClassIndex(), leader));
            }
            return prediction.getRadius() <= radius && prediction.getRadius() >= radius - SHORT && bound > 0.5
                    ? Optional.empty()
                    : Optional.of("radius %s is certified, and %d of %d votes give %s"
                            .formatted(prediction.getRadius(), k, n, radius));
        }
        if (prediction.getAbstentionReason() == AbstentionReason.NOT_CONFIDENT && bound > 0.5 + SHORT) {
            return Optional.of(
                    "not confident, with %d of %d votes, which bound the probability by %s".formatted(k, n, bound));
        }
        return prediction.getRadius() == 0 ? Optional.empty() : Optional.of("an abstention has a radius");
    }

    /** Of equals, the class with the lowest index. */
    private static Optional<ClassCount> leader(List<ClassCount> counts) {
        return counts.stream()
                .max(Comparator.comparing(ClassCount::getVotes)
                        .thenComparing(ClassCount::getClassIndex, Comparator.reverseOrder()));
    }

    private static int votes(List<ClassCount> counts, int cls) {
        return counts.stream()
                .filter(count -> count.getClassIndex() == cls)
                .mapToInt(ClassCount::getVotes)
                .sum();
    }
}

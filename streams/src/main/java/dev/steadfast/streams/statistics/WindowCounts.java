package dev.steadfast.streams.statistics;

import dev.steadfast.avro.AbstentionCount;
import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The counts of one camera in one window, while they grow. Mutable, for one thread. */
final class WindowCounts {

    private int certified;
    private int predicted;
    private int abstained;
    private int rejected;
    private int labelled;
    private int correct;
    private int certifiedCorrect;
    private double radiusSum;
    private long latencyMillisSum;
    private long latencyMillisMax;
    private long samples;
    private final Map<AbstentionReason, Integer> abstentions = new EnumMap<>(AbstentionReason.class);
    private final RadiusCounts radii;
    private final RadiusCounts correctRadii;

    /** Without any count yet. */
    WindowCounts() {
        radii = new RadiusCounts(List.of());
        correctRadii = new RadiusCounts(List.of());
    }

    /** The counts that a window's statistics tell. */
    WindowCounts(CameraStatistics counted) {
        certified = counted.getCertified();
        predicted = counted.getPredicted();
        abstained = counted.getAbstained();
        rejected = counted.getRejected();
        labelled = counted.getLabelled();
        correct = counted.getCorrect();
        certifiedCorrect = counted.getCertifiedCorrect();
        radiusSum = counted.getRadiusSum();
        latencyMillisSum = counted.getLatencyMillisSum();
        latencyMillisMax = counted.getLatencyMillisMax();
        samples = counted.getSamples();
        counted.getAbstentions().forEach(entry -> abstentions.put(entry.getReason(), entry.getCount()));
        radii = new RadiusCounts(counted.getRadiusCounts());
        correctRadii = new RadiusCounts(counted.getCorrectRadiusCounts());
    }

    void add(CertifiedPrediction prediction) {
        boolean right = prediction.getClassIndex() != null
                && Objects.equals(prediction.getGroundTruth(), prediction.getClassIndex());
        labelled += prediction.getGroundTruth() == null ? 0 : 1;
        correct += right ? 1 : 0;
        samples += prediction.getSamplesUsed();
        long latency = Math.max(
                0,
                Duration.between(prediction.getAcceptedAt(), prediction.getCompletedAt())
                        .toMillis());
        latencyMillisSum += latency;
        latencyMillisMax = Math.max(latencyMillisMax, latency);
        if (prediction.getOutcome() == Outcome.CERTIFIED) {
            certify(prediction.getRadius(), right);
        } else if (prediction.getOutcome() == Outcome.PREDICTED) {
            predicted++;
        } else { // an outcome of a later version is, for this one, no answer
            abstain(prediction.getAbstentionReason());
        }
    }

    private void certify(double radius, boolean right) {
        certified++;
        radiusSum += radius;
        radii.add(radius);
        if (right) {
            certifiedCorrect++;
            correctRadii.add(radius);
        }
    }

    private void abstain(@Nullable AbstentionReason reason) {
        abstained++;
        abstentions.merge(reason == null ? AbstentionReason.UNKNOWN : reason, 1, Integer::sum);
    }

    void reject() {
        rejected++;
    }

    /**
     * What counts when the window is compared with others: every answer but the abstentions that say nothing of the picture, since the votes
     * on it did not come, or were not asked for.
     */
    Past.Window answers() {
        int counted = abstentions.entrySet().stream()
                .filter(entry -> counts(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        return new Past.Window(certified + predicted + counted, counted);
    }

    /** Whether an abstention for this reason may be the camera's doing: one of a later version may. */
    static boolean counts(AbstentionReason reason) {
        return switch (reason) {
            case DEADLINE, OVERLOADED, OVER_BUDGET, MODEL_REPLACED, UNKNOWN_PLAN -> false;
            case NOT_CONFIDENT, NO_VALID_VOTES, UNKNOWN -> true;
        };
    }

    /** The counts in the words of the contract. */
    CameraStatistics.Builder statistics() {
        return CameraStatistics.newBuilder()
                .setCertified(certified)
                .setPredicted(predicted)
                .setAbstained(abstained)
                .setRejected(rejected)
                .setAbstentions(abstentions.entrySet().stream()
                        .map(entry -> new AbstentionCount(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(AbstentionCount::getCount).reversed())
                        .toList())
                .setLabelled(labelled)
                .setCorrect(correct)
                .setCertifiedCorrect(certifiedCorrect)
                .setRadiusSum(radiusSum)
                .setRadiusBinWidth(RadiusCounts.WIDTH)
                .setRadiusCounts(radii.bins())
                .setCorrectRadiusCounts(correctRadii.bins())
                .setLatencyMillisSum(latencyMillisSum)
                .setLatencyMillisMax(latencyMillisMax)
                .setSamples(samples);
    }
}

package dev.steadfast.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.standalone.watch.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What a run of the demo has seen.
 *
 * <p>Threading notes: the demo's thread adds; the shutdown hook may read at any moment. All methods are synchronized.
 */
final class DemoSummary {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RADIUS_DECIMALS = 4;

    private final LongSupplier nanoTime;
    private final Map<String, Integer> abstentions = new TreeMap<>();
    private int frames;
    private int certified;
    private int predicted;
    private int rejected;
    private int labelled;
    private int accurate;
    private double radiusSum;
    private long samples;
    private final long startedAt;
    private long lastAt;

    /** Begins a summary of frames that are published from now on. */
    DemoSummary() {
        this(System::nanoTime);
    }

    DemoSummary(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.lastAt = startedAt;
    }

    /** Adds the answer to one frame. */
    synchronized void add(Answer answer) {
        lastAt = nanoTime.getAsLong();
        frames++;
        if (answer instanceof Answer.Predicted answered) {
            count(answered.prediction());
        } else {
            rejected++;
        }
    }

    private void count(CertifiedPrediction prediction) {
        samples += prediction.getSamplesUsed();
        if (prediction.getOutcome() == Outcome.CERTIFIED) {
            certified++;
            radiusSum += prediction.getRadius();
        }
        if (prediction.getOutcome() == Outcome.PREDICTED) {
            predicted++;
        }
        if (prediction.getOutcome() == Outcome.ABSTAINED) {
            String reason = String.valueOf(prediction.getAbstentionReason())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
            abstentions.merge(reason, 1, Integer::sum);
        }
        if (prediction.getGroundTruth() != null) {
            labelled++;
            accurate += prediction.getGroundTruth().equals(prediction.getClassIndex()) ? 1 : 0;
        }
    }

    /** How many frames have their answer, those that were rejected among them. */
    synchronized int frames() {
        return frames;
    }

    /** The summary in words; frames that were predicted without a radius, or rejected, have a line only if there were any. */
    synchronized String text() {
        String reasons = abstentions.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        List<String> lines = new ArrayList<>();
        lines.add("frames       %d in %.1f s, %.2f a second".formatted(frames, seconds(), perSecond(frames)));
        lines.add("certified    %d, mean radius %s".formatted(certified, Rounding.down(meanRadius(), RADIUS_DECIMALS)));
        if (predicted > 0) {
            lines.add("predicted    %d, without a radius".formatted(predicted));
        }
        lines.add("abstained    %d%s".formatted(abstained(), abstentions.isEmpty() ? "" : reasons));
        if (rejected > 0) {
            lines.add("rejected     %d".formatted(rejected));
        }
        lines.add("accuracy     %.1f%% of frames with a known truth were answered with it (an abstention is no answer)"
                .formatted(100 * accuracy()));
        lines.add("samples      %d, %.0f a second".formatted(samples, perSecond(samples)));
        return String.join(System.lineSeparator(), lines);
    }

    /**
     * The summary as one JSON object. Radii are in units of the [0,1] pixel scale; accuracy is a fraction of the frames with ground truth that were
     * not rejected.
     */
    synchronized String json() {
        ObjectNode json = JSON.createObjectNode()
                .put("frames", frames)
                .put("certified", certified)
                .put("predicted", predicted)
                .put("abstained", abstained())
                .put("rejected", rejected)
                .put("mean_radius", meanRadius())
                .put("accuracy", accuracy())
                .put("samples", samples)
                .put("samples_per_second", perSecond(samples))
                .put("frames_per_second", perSecond(frames))
                .put("seconds", seconds());
        ObjectNode reasons = json.putObject("abstained_by_reason");
        abstentions.forEach((reason, count) -> reasons.put(reason.replace(' ', '-'), count));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings can always be written", e);
        }
    }

    private int abstained() {
        return abstentions.values().stream().mapToInt(Integer::intValue).sum();
    }

    private double meanRadius() {
        return certified == 0 ? 0 : radiusSum / certified;
    }

    private double accuracy() {
        return labelled == 0 ? 0 : (double) accurate / labelled;
    }

    /** From the start to the last answer. */
    private double seconds() {
        return (lastAt - startedAt) / 1e9;
    }

    private double perSecond(long count) {
        return lastAt == startedAt ? 0 : count / seconds();
    }
}

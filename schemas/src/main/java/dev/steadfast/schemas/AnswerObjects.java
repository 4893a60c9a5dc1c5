package dev.steadfast.schemas;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.RejectedFrame;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How answers look in JSON: one shape, for the gateway and the command line, as plain maps and lists that any JSON library writes. The
 * gateway's contract documents each name. Every name is there, with null where there is nothing to tell.
 */
public final class AnswerObjects {

    private static final int LEADING = 5;

    private AnswerObjects() {}

    /**
     * A prediction.
     *
     * @throws IllegalArgumentException if one of its numbers is not finite: JSON has no such number
     */
    public static Map<String, @Nullable Object> of(CertifiedPrediction prediction) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("frameId", prediction.getFrameId());
        json.put("cameraId", prediction.getCameraId());
        json.put("outcome", word(prediction.getOutcome()));
        json.put("reason", word(prediction.getAbstentionReason()));
        json.put("class", prediction.getClassIndex());
        json.put("className", ClassNames.of(prediction));
        json.put("label", ClassNames.of(prediction)); // its former name
        json.put("radius", finite("radius", prediction.getRadius()));
        json.put("lowerBound", finite("lowerBound", prediction.getLowerBound()));
        json.put("counts", counts(prediction));
        json.put("samples", prediction.getSamplesUsed());
        json.put("invalidSamples", prediction.getInvalidSamples());
        json.put("sigma", finite("sigma", prediction.getSigma()));
        json.put("alpha", finite("alpha", prediction.getAlpha()));
        json.put("plan", word(prediction.getPlan()));
        json.put("n0", prediction.getSelectionSamples());
        json.put("n", prediction.getEstimationSamples());
        json.put(
                "targetRadius",
                prediction.getTargetRadius() == null ? null : finite("targetRadius", prediction.getTargetRadius()));
        json.put("ladderStep", prediction.getLadderStep());
        json.put("resumedFrom", prediction.getResumedFrom());
        json.put("groundTruth", prediction.getGroundTruth());
        json.put("modelName", prediction.getModelName());
        json.put("modelDigest", prediction.getModelDigest());
        json.put("backend", prediction.getBackend());
        json.put("capturedAt", prediction.getCapturedAt().toString());
        json.put("acceptedAt", prediction.getAcceptedAt().toString());
        json.put("completedAt", prediction.getCompletedAt().toString());
        json.put(
                "latencyMillis",
                Duration.between(prediction.getAcceptedAt(), prediction.getCompletedAt())
                        .toMillis());
        json.put("receipt", receipt(prediction.getReceipt()));
        json.put("source", source(prediction.getSource()));
        return json;
    }

    /** A rejection. */
    public static Map<String, @Nullable Object> of(RejectedFrame rejected) {
        Map<String, @Nullable Object> source = new LinkedHashMap<>();
        source.put("topic", rejected.getSourceTopic());
        source.put("partition", rejected.getSourcePartition());
        source.put("offset", rejected.getSourceOffset());
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("frameId", rejected.getFrameId());
        json.put("cameraId", rejected.getCameraId());
        json.put("outcome", "rejected");
        json.put("reason", word(rejected.getReason()));
        json.put("message", rejected.getMessage());
        json.put("completedAt", rejected.getRejectedAt().toString());
        json.put("source", source);
        return json;
    }

    private static List<Map<String, @Nullable Object>> counts(CertifiedPrediction prediction) {
        List<ClassCount> counts = prediction.getEstimationCounts().isEmpty()
                ? prediction.getSelectionCounts()
                : prediction.getEstimationCounts();
        return counts.stream().limit(LEADING).map(AnswerObjects::count).toList();
    }

    private static Map<String, @Nullable Object> count(ClassCount count) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("class", count.getClassIndex());
        json.put("className", ClassNames.of(count));
        json.put("label", ClassNames.of(count)); // its former name
        json.put("votes", count.getVotes());
        return json;
    }

    private static Map<String, @Nullable Object> receipt(Receipt receipt) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("noiseKey", HexFormat.of().formatHex(receipt.getNoiseKey().bytes()));
        json.put("taskSamples", receipt.getTaskSamples());
        json.put("tasks", receipt.getTasks());
        json.put("inputHeight", receipt.getInputHeight());
        json.put("inputWidth", receipt.getInputWidth());
        json.put("inputSha256", receipt.getInputSha256());
        json.put("pixelRules", receipt.getPixelRules());
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> source(@Nullable FrameSource source) {
        if (source == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("framePartition", source.getFramePartition());
        json.put("frameOffset", source.getFrameOffset());
        json.put("inputPartition", source.getInputPartition());
        json.put("inputOffset", source.getInputOffset());
        return json;
    }

    /** {@code NOT_CONFIDENT} as {@code not-confident}. */
    private static @Nullable String word(@Nullable Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, was " + value);
        }
        return value;
    }
}
